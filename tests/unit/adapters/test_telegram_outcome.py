from __future__ import annotations

import pytest

from guardian.adapters.telegram_outcome import (
    Migrated,
    Permanent,
    PlainText,
    ResendNew,
    Retry,
    Sent,
    Unchanged,
    backoff,
    decide_outcome,
)


def refusal(description, **parameters):
    return {"ok": False, "description": description, "parameters": parameters}


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (200, {"ok": True, "result": {"message_id": 7}}, Sent(7)),
        (200, {"ok": True, "result": True}, Sent(None)),
        (
            429,
            refusal("Too Many Requests: retry after 17", retry_after=17),
            Retry("Too Many Requests: retry after 17", 17),
        ),
        (429, refusal("Too Many Requests"), Retry("Too Many Requests")),
        (400, refusal("Bad Request: group chat was upgraded", migrate_to_chat_id=-100500), Migrated("-100500")),
        (400, refusal("Bad Request: can't parse entities: x"), PlainText("Bad Request: can't parse entities: x")),
        (400, refusal("Bad Request: message is not modified: specified new"), Unchanged()),
        (400, refusal("Bad Request: message to edit not found"), ResendNew()),
        (400, refusal("Bad Request: message can't be edited"), ResendNew()),
        (
            400,
            refusal("Bad Request: message is too long"),
            Permanent("Bad Request: message is too long", channel=False),
        ),
        (500, refusal("Internal Server Error"), Retry("Internal Server Error")),
        (409, refusal("Conflict"), Retry("Conflict")),
    ],
)
def test_the_error_map(status, body, expected):
    assert decide_outcome(status, body) == expected


@pytest.mark.parametrize(
    ("status", "description"),
    [
        (401, "Unauthorized"),
        (404, "Not Found"),
        (403, "Forbidden: bot was blocked by the user"),
        (400, "Bad Request: chat not found"),
        (400, "Bad Request: not enough rights to send text messages to the chat"),
    ],
)
def test_what_a_person_must_mend_is_the_channels_fault(status, description):
    outcome = decide_outcome(status, refusal(description))
    assert isinstance(outcome, Permanent)
    assert outcome.channel
    assert description in outcome.reason


@pytest.mark.parametrize("body", [None, [], "text", 5, {"ok": "yes"}, {"ok": False, "parameters": 3}])
@pytest.mark.parametrize("status", [200, 204, 302, 400, 502])
def test_an_answer_that_is_not_telegrams_never_counts_as_sent(status, body):
    assert isinstance(decide_outcome(status, body), (Retry, Permanent))


def test_backoff_grows_to_its_cap_and_is_all_jitter():
    assert [backoff(n, lambda: 1.0) for n in (0, 1, 2, 7, 8, 10_000)] == [2.0, 4.0, 8.0, 256.0, 300.0, 300.0]
    assert backoff(8, lambda: 0.0) == 0.0
    assert {0.0 <= backoff(3) <= 16.0 for _ in range(100)} == {True}
