from __future__ import annotations

import contextlib
import logging
import os
import signal
import socket
import subprocess
import sys
import time
import traceback
from datetime import UTC, datetime, timedelta

import pytest

from guardian.adapters.bot_api_server import BotApiServer, Fault
from guardian.adapters.outbox import Draft, Outbox
from guardian.adapters.state_file import OutboxError
from guardian.adapters.telegram import TelegramClient, deliver
from guardian.adapters.telegram_outcome import Permanent, Retry, Sent
from guardian.drift.episode import FindingView, decide
from tests.plugin.telegram_server import CHAT, TOKEN

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def outbox(tmp_path):
    with Outbox(tmp_path / "state") as outbox:
        yield outbox


def after(seconds):
    return NOW + timedelta(seconds=seconds)


def send(outbox, client, *drafts, now=NOW):
    outbox.enqueue(CHAT, drafts, now)
    return deliver(outbox, client, now, jitter=lambda: 1.0)


def texts(server):
    return [message.text for message in server.messages]


def test_messages_arrive_in_order_with_their_markup(telegram_server, telegram_client, outbox):
    delivery = send(outbox, telegram_client, Draft(html="<b>a</b> &lt;"), Draft(html="b", silent=True))
    assert (delivery.sent, delivery.failed, delivery.retried) == (2, 0, 0)
    assert texts(telegram_server) == ["a <", "b"]
    assert [m.silent for m in telegram_server.messages] == [False, True]
    assert [e.type for e in telegram_server.messages[0].entities] == ["b"]
    assert telegram_server.requests[0][1]["link_preview_options"] == {"is_disabled": True}


def test_an_episode_is_one_message_that_is_edited_and_two_that_answer_it(telegram_server, telegram_client, outbox):
    def view(name):
        return FindingView(id=name, severity="high", sentence=f"table {name} was added", kind="table", name=name)

    episode = None
    for minute, found in enumerate([[view("a")], [view("a"), view("b")], [view("b")], []]):
        decision = decide(episode, "prod", found, NOW + timedelta(minutes=minute))
        episode = decision.episode
        send(outbox, telegram_client, *map(Draft.of_notice, decision.notices), now=NOW + timedelta(minutes=minute))
    live, grew, resolved = telegram_server.messages
    assert live.text.startswith("✅ Resolved")
    assert len(live.edits) == 3
    assert "table b" in grew.text
    assert "table a" not in grew.text
    assert resolved.text.startswith("✅ Drift on prod is resolved")
    assert (grew.answers, resolved.answers, grew.silent) == (live.id, live.id, False)


def test_retry_after_is_honoured_to_the_second_and_keeps_the_order(telegram_server, telegram_client, outbox):
    telegram_server.fail_next(Fault.too_many_requests(17))
    delivery = send(outbox, telegram_client, Draft(html="a"), Draft(html="b"))
    assert (delivery.sent, delivery.retried) == (0, 1)
    assert outbox.next_time() == after(17)
    assert deliver(outbox, telegram_client, after(16.9)).sent == 0
    assert telegram_server.messages == []
    assert deliver(outbox, telegram_client, after(17)).sent == 2
    assert texts(telegram_server) == ["a", "b"]


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=500, description="Internal Server Error"),
        Fault(status=502, body=b"<html>bad gateway</html>"),
        Fault(status=200, body=b"<html>log in to the hotel's network</html>"),
        Fault(dropped=True),
        Fault(delay=1.3),
    ],
    ids=["500", "502", "captive portal", "dropped", "slow"],
)
def test_trouble_on_the_way_is_tried_again_with_backoff(telegram_server, telegram_client, outbox, fault):
    telegram_server.fail_next(fault, times=2)
    assert send(outbox, telegram_client, Draft(html="a")).retried == 1
    assert outbox.next_time() == after(2)
    assert deliver(outbox, telegram_client, after(2), jitter=lambda: 1.0).retried == 1
    assert outbox.next_time() == after(6)
    assert deliver(outbox, telegram_client, after(6)).sent == 1
    assert set(texts(telegram_server)) == {"a"}


def test_a_server_that_is_not_there_is_tried_again(outbox):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        client = TelegramClient(f"http://127.0.0.1:{port}", TOKEN, timeout=1.0)
        delivery = send(outbox, client, Draft(html="a"))
        client.close()
    assert (delivery.retried, outbox.backlog().waiting) == (1, 1)
    assert delivery.reasons == ("127.0.0.1 cannot be reached (NewConnectionError)",)


def test_a_message_taken_whose_answer_was_lost_comes_twice_rather_than_never(telegram_server, telegram_client, outbox):
    telegram_server.fail_next(Fault(dropped=True, taken=True))
    assert send(outbox, telegram_client, Draft(html="a")).retried == 1
    deliver(outbox, telegram_client, after(10))
    assert texts(telegram_server) == ["a", "a"]


def test_a_group_that_became_a_supergroup_is_followed(telegram_server, telegram_client, outbox):
    send(outbox, telegram_client, Draft(html="live", key="k"))
    telegram_server.api.move_chat(CHAT, -1_003_000_000_001)
    delivery = send(outbox, telegram_client, Draft(html="edit", key="k", edits=True), Draft(html="b", answers="k"))
    assert (delivery.sent, delivery.retried) == (2, 0)
    assert [(m.chat, m.text) for m in telegram_server.messages[1:]] == [
        ("-1003000000001", "edit"),
        ("-1003000000001", "b"),
    ]
    send(outbox, telegram_client, Draft(html="edit 2", key="k", edits=True))
    assert telegram_server.messages[1].text == "edit 2"
    asked = [parameters["chat_id"] for _, parameters in telegram_server.requests]
    assert asked.count(CHAT) == 2


def test_markup_that_is_refused_goes_as_plain_text(telegram_server, telegram_client, outbox):
    assert send(outbox, telegram_client, Draft(html="<b>a < b</b> &amp;")).sent == 1
    assert texts(telegram_server) == ["a < b &"]
    assert telegram_server.messages[0].entities == ()


def test_an_edit_that_changes_nothing_is_done(telegram_server, telegram_client, outbox):
    send(outbox, telegram_client, Draft(html="a", key="k"))
    assert send(outbox, telegram_client, Draft(html="a", key="k", edits=True)).sent == 1
    assert outbox.backlog().waiting == 0
    assert telegram_server.messages[0].edits == []


def test_a_live_message_that_was_deleted_is_sent_anew_and_edited_from_then_on(telegram_server, telegram_client, outbox):
    send(outbox, telegram_client, Draft(html="a", key="k"), Draft(html="other"))
    telegram_server.api.delete(1)
    assert send(outbox, telegram_client, Draft(html="b", key="k", edits=True)).sent == 1
    assert send(outbox, telegram_client, Draft(html="c", key="k", edits=True)).sent == 1
    assert texts(telegram_server) == ["other", "c"]
    assert telegram_server.messages[1].silent


def test_an_answer_to_a_deleted_message_is_sent_all_the_same(telegram_server, telegram_client, outbox):
    send(outbox, telegram_client, Draft(html="a", key="k"))
    telegram_server.api.delete(1)
    assert send(outbox, telegram_client, Draft(html="b", answers="k")).sent == 1
    assert texts(telegram_server) == ["b"]


def test_a_message_that_is_too_long_fails_alone(telegram_server, telegram_client, outbox):
    delivery = send(outbox, telegram_client, Draft(html="x" * 4097), Draft(html="b"))
    assert (delivery.sent, delivery.failed) == (1, 1)
    assert delivery.reasons == ("Bad Request: message is too long",)
    assert outbox.backlog().failed == 1


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=401, description="Unauthorized"),
        Fault(status=404, description="Not Found"),
        Fault(status=403, description="Forbidden: bot was kicked from the group chat"),
        Fault(status=400, description="Bad Request: chat not found"),
    ],
    ids=["401", "404", "403", "chat"],
)
def test_what_a_person_must_mend_loses_no_message(telegram_server, telegram_client, outbox, fault):
    telegram_server.fail_next(fault)
    delivery = send(outbox, telegram_client, Draft(html="a"), Draft(html="b"))
    assert (delivery.sent, delivery.failed, delivery.retried) == (0, 0, 1)
    assert fault.description in delivery.reasons[0]
    assert outbox.next_time() == after(300)
    outbox.hurry(after(1))
    assert deliver(outbox, telegram_client, after(1)).sent == 2
    assert texts(telegram_server) == ["a", "b"]


def test_a_full_disk_is_no_storm_of_messages(telegram_server, telegram_client, outbox):
    outbox.enqueue(CHAT, [Draft(html="a"), Draft(html="b")], NOW)

    class Full(Outbox):
        def mark_sent(self, *_):
            raise OutboxError(self.path, "the disk is full", "make room")

    with Full(outbox.path.parent) as full:
        for second in range(60):
            with contextlib.suppress(OutboxError):
                deliver(full, telegram_client, after(second))
    assert texts(telegram_server) == ["a"] * 5


def test_a_stop_leaves_the_rest_in_the_outbox(telegram_server, telegram_client, outbox):
    answers = iter([True, False])
    outbox.enqueue(CHAT, [Draft(html="a"), Draft(html="b")], NOW)
    assert deliver(outbox, telegram_client, NOW, proceed=lambda: next(answers)).sent == 1
    assert outbox.backlog().waiting == 1


def test_check_says_whether_token_and_chat_are_right(telegram_server, telegram_client):
    assert isinstance(telegram_client.check(CHAT), Sent)
    assert "chat not found" in telegram_client.check("-1").reason
    stranger = TelegramClient(telegram_server.url, "123456:wrong", timeout=1.0)
    assert "the token is not accepted" in stranger.check(CHAT).reason
    stranger.close()
    assert telegram_server.messages == []


# The token ------------------------------------------------------------------------------------------------------------


def test_the_token_shows_nowhere(telegram_server, outbox, caplog, tmp_path):
    caplog.set_level(logging.DEBUG)
    addresses = [
        telegram_server.url,
        "http://127.0.0.1:1",
        "http://no-such-host.invalid",
        "no-scheme",
        "http://[bad",
        "https://127.0.0.1:" + telegram_server.url.rsplit(":", 1)[1],
        "http://" + "x" * 70 + ".invalid",
    ]
    seen = []
    for fault in (Fault(dropped=True), Fault(delay=1.0), Fault(status=500, description=f"cannot route /bot{TOKEN}/x")):
        telegram_server.fail_next(fault)
    for address in addresses + [telegram_server.url] * 3:
        client = TelegramClient(address, TOKEN, timeout=0.5)
        seen += [repr(client), str(client)]
        try:
            outcome = client.send(CHAT, "x")
            seen.append(repr(outcome))
            assert isinstance(outcome, (Retry, Permanent, Sent))
            delivery = send(outbox, client, Draft(html="x"))
            outbox.hurry(NOW)
            seen.append(repr(delivery))
        except Exception:  # noqa: BLE001 - whatever it is, its text is looked at
            seen.append(traceback.format_exc())
        client.close()
    stored = b"".join(path.read_bytes() for path in (tmp_path / "state").iterdir())
    everything = "\n".join([*seen, caplog.text, *(record.getMessage() for record in caplog.records)])
    assert "Traceback" not in everything
    assert "/bot***/sendMessage" in caplog.text
    assert TOKEN not in everything
    assert "secret_token" not in everything
    assert TOKEN.encode() not in stored


# kill -9 --------------------------------------------------------------------------------------------------------------

WORKER = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from guardian.adapters.outbox import Draft, Outbox
from guardian.adapters.telegram import TelegramClient, deliver

state, url, token, chat, die = sys.argv[1:]
now = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
outbox = Outbox(Path(state))
outbox.enqueue(chat, [Draft(html="a", key="k"), Draft(html="b")], now, remember={"episode:prod": "1"})
if die == "before sending":
    os.kill(os.getpid(), signal.SIGKILL)

class Dying(Outbox):
    def mark_sent(self, *_):
        os.kill(os.getpid(), signal.SIGKILL)

deliver(Dying(Path(state)), TelegramClient(url, token), now)
"""


@pytest.mark.parametrize(("die", "expected"), [("before sending", ["a", "b"]), ("before marking", ["a", "a", "b"])])
def test_kill_9_loses_nothing(telegram_server, telegram_client, tmp_path, die, expected):
    worker = subprocess.run(
        [sys.executable, "-c", WORKER, str(tmp_path), telegram_server.url, TOKEN, CHAT, die], check=False, timeout=60
    )
    assert worker.returncode == -signal.SIGKILL
    with Outbox(tmp_path) as outbox:
        assert outbox.recall() == {"episode:prod": "1"}
        assert deliver(outbox, telegram_client, after(2)).sent == 2
        assert deliver(outbox, telegram_client, after(2)).sent == 0
    assert texts(telegram_server) == expected


LOOP = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from guardian.adapters.outbox import Draft, Outbox
from guardian.adapters.telegram import TelegramClient, deliver

state, url, token, chat, begin = sys.argv[1:]
outbox, client = Outbox(Path(state)), TelegramClient(url, token)
outbox.hurry(datetime.now(UTC))
for number in range(int(begin), 10_000):
    outbox.enqueue(chat, [Draft(html=str(number))], datetime.now(UTC))
    print(number, flush=True)
    deliver(outbox, client, datetime.now(UTC))
"""


def test_killed_at_any_moment_every_stored_message_arrives_in_order(telegram_server, telegram_client, tmp_path):
    stored = []
    for round_number in range(6):
        begin = stored[-1] + 100 if stored else 0
        worker = subprocess.Popen(
            [sys.executable, "-c", LOOP, str(tmp_path), telegram_server.url, TOKEN, CHAT, str(begin)],
            stdout=subprocess.PIPE,
            text=True,
        )
        first = worker.stdout.readline()
        time.sleep(0.05 + 0.037 * round_number)
        os.kill(worker.pid, signal.SIGKILL)
        stored += [int(line) for line in (first + worker.stdout.read()).split()]
        worker.stdout.close()
        worker.wait()
    with Outbox(tmp_path) as outbox:
        outbox.hurry(datetime.now(UTC))
        deliver(outbox, telegram_client, datetime.now(UTC))
        assert outbox.backlog().waiting == 0
    arrived = [int(text) for text in texts(telegram_server)]
    assert set(stored) <= set(arrived)
    assert arrived == sorted(arrived)
    assert len(stored) > 12


def test_two_bots_do_not_know_each_others_messages():
    with BotApiServer(token="1:a", chats=["7"]) as one, BotApiServer(token="2:b", chats=["8"]) as two:
        assert one.url != two.url
        client = TelegramClient(two.url, "1:a")
        assert isinstance(client.send("8", "x"), Permanent)
        client.close()
        assert two.messages == []
