"""The strict server itself, asked with nothing of guardian's client."""

from __future__ import annotations

import json

import pytest
import requests

from tests.plugin.telegram_server import CHAT, TOKEN


@pytest.fixture
def ask(telegram_server):
    with requests.Session() as session:

        def ask(method, *, token=TOKEN, **arguments):
            response = session.post(f"{telegram_server.url}/bot{token}/{method}", timeout=5, **arguments)
            answer = response.json()
            assert answer["ok"] is (response.status_code == 200)
            assert answer.get("error_code", 200) == response.status_code
            return response.status_code, answer.get("description") or answer["result"]

        yield ask


def test_get_me(ask):
    assert ask("getMe")[1]["is_bot"] is True


@pytest.mark.parametrize(("token", "status"), [("1:wrong", 401), ("nonsense", 404), ("", 404), (TOKEN[:-1], 401)])
def test_a_wrong_token_is_refused(ask, token, status):
    assert ask("getMe", token=token)[0] == status


def test_an_unknown_method_and_parameter_are_refused(ask):
    assert ask("sendMassage")[0] == 404
    assert ask("sendMessage", json={"chat_id": CHAT, "text": "x", "parsemode": "HTML"}) == (
        400,
        "Bad Request: unknown parameter parsemode",
    )


def test_json_and_form_and_query_are_the_same(ask, telegram_server):
    ask("sendMessage", json={"chat_id": int(CHAT), "text": "<b>x</b>", "parse_mode": "HTML"})
    ask("sendMessage", data={"chat_id": CHAT, "text": "<b>x</b>", "parse_mode": "HTML"})
    ask("sendMessage", params={"chat_id": CHAT, "text": "<b>x</b>", "parse_mode": "HTML"})
    ask(
        "sendMessage",
        data={"chat_id": CHAT, "text": "y", "reply_parameters": json.dumps({"message_id": 1})},
    )
    assert [m.text for m in telegram_server.messages] == ["x", "x", "x", "y"]
    assert telegram_server.messages[3].answers == 1


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"text": "x"}, "chat_id is empty"),
        ({"chat_id": "1", "text": "x"}, "chat not found"),
        ({"chat_id": CHAT}, "message text is empty"),
        ({"chat_id": CHAT, "text": "<b> </b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"chat_id": CHAT, "text": "<b>x", "parse_mode": "HTML"}, "can't parse entities: Can't find end tag"),
        ({"chat_id": CHAT, "text": "a & b", "parse_mode": "HTML"}, "can't parse entities: Character '&'"),
        ({"chat_id": CHAT, "text": "x", "parse_mode": "Markdown"}, "unsupported parse_mode"),
        ({"chat_id": CHAT, "text": "x" * 4097}, "message is too long"),
        ({"chat_id": CHAT, "text": "😀" * 2049}, "message is too long"),
        ({"chat_id": CHAT, "text": "x", "reply_parameters": {"message_id": 9}}, "message to be replied not found"),
        ({"chat_id": CHAT, "text": "x", "link_preview_options": "no"}, "can't parse object"),
    ],
)
def test_what_telegram_refuses_is_refused(ask, telegram_server, fields, complaint):
    status, description = ask("sendMessage", json=fields)
    assert status == 400
    assert complaint in description
    assert telegram_server.messages == []


def test_the_limit_counts_what_is_read_and_not_the_markup(ask):
    text = "<b>" + "&lt;" * 4096 + "</b>"
    assert ask("sendMessage", json={"chat_id": CHAT, "text": text, "parse_mode": "HTML"})[0] == 200


def test_editing(ask, telegram_server):
    message = ask("sendMessage", json={"chat_id": CHAT, "text": "a"})[1]["message_id"]
    edit = {"chat_id": CHAT, "message_id": message}
    assert ask("editMessageText", json=edit | {"text": "b"})[0] == 200
    assert "message is not modified" in ask("editMessageText", json=edit | {"text": "b"})[1]
    assert ask("editMessageText", json=edit | {"text": "<b>b</b>", "parse_mode": "HTML"})[0] == 200
    assert "message to edit not found" in ask("editMessageText", json=edit | {"message_id": 99, "text": "c"})[1]
    assert "identifier is not specified" in ask("editMessageText", json={"chat_id": CHAT, "text": "c"})[1]
    assert (telegram_server.messages[0].text, telegram_server.messages[0].edits) == ("b", ["a", "b"])


def test_what_is_no_json_is_refused(ask):
    headers = {"Content-Type": "application/json"}
    assert ask("sendMessage", data="{", headers=headers)[0] == 400
    assert ask("sendMessage", data="[]", headers=headers)[0] == 400
