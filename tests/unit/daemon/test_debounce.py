from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from guardian.daemon.debounce import Pending, debounce, remaining


def test_nothing_pending_never_acts():
    assert debounce(None, event=False, now=100.0) == (None, False)


def test_acts_after_the_quiet_time_and_once():
    pending, fire = debounce(None, event=True, now=0.0)
    assert (pending, fire) == (Pending(first=0.0, last=0.0), False)
    assert debounce(pending, event=False, now=1.4) == (pending, False)
    assert debounce(pending, event=False, now=1.5) == (None, True)


def test_each_event_begins_the_quiet_time_again():
    pending, _ = debounce(None, event=True, now=0.0)
    pending, fire = debounce(pending, event=True, now=1.4)
    assert not fire
    assert debounce(pending, event=False, now=2.8) == (pending, False)
    assert debounce(pending, event=False, now=2.9) == (None, True)


def test_a_stream_without_a_pause_acts_after_ten_seconds():
    pending, fired_at = None, []
    for tenth in range(250):
        pending, fire = debounce(pending, event=True, now=tenth / 10)
        if fire:
            fired_at.append(tenth / 10)
    assert fired_at == [10.0, 20.1]


def test_remaining_says_how_long_to_wait():
    assert remaining(Pending(first=0.0, last=9.0), 9.5) == 0.5
    assert remaining(Pending(first=0.0, last=1.0), 9.5) == -7.0


@given(st.lists(st.floats(min_value=0.01, max_value=3.0), min_size=1, max_size=60))
def test_every_event_is_followed_by_an_act_within_patience(pauses):
    now, pending, waiting = 0.0, None, None
    for pause in pauses:
        for event in (True, False):
            pending, fire = debounce(pending, event=event, now=now)
            if event and waiting is None:
                waiting = now
            if fire:
                assert now - waiting <= 10.0 + 3.0
                waiting = None
        now += pause
    _, fire = debounce(pending, event=False, now=now + 10.0)
    assert fire == (waiting is not None)
