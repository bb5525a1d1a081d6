from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardian.drift.episode import (
    SEVERITIES,
    Episode,
    FindingView,
    NoticeKind,
    Outage,
    decide,
    decide_reachable,
    decide_unreachable,
)

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)


def finding(identity, severity="high", *, acknowledged=False):
    return FindingView(
        id=identity,
        severity=severity,
        sentence=f"column {identity} was added",
        kind="column",
        name=identity,
        acknowledged=acknowledged,
    )


def kinds(decision):
    return [notice.kind for notice in decision.notices]


def opened(*findings):
    episode = decide(None, "prod", findings, NOW).episode
    assert episode is not None
    return episode


def test_no_findings_open_nothing():
    decision = decide(None, "prod", [], NOW)
    assert (decision.episode, decision.notices) == (None, ())


def test_the_first_finding_opens_with_a_message_that_has_the_worst_first():
    decision = decide(None, "prod", [finding("b", "low"), finding("a", "critical")], NOW)
    assert kinds(decision) == [NoticeKind.OPENED]
    assert decision.episode.finding_ids == ("a", "b")
    assert decision.episode.worst == "critical"
    assert decision.notices[0].key == decision.episode.message_key


def test_the_same_findings_in_another_order_say_nothing():
    episode = opened(finding("a"), finding("b"))
    decision = decide(episode, "prod", [finding("b"), finding("a")], LATER)
    assert (decision.episode, decision.notices) == (episode, ())


def test_a_new_finding_edits_the_live_message_and_is_told_alone():
    decision = decide(opened(finding("a")), "prod", [finding("a"), finding("b")], LATER)
    assert kinds(decision) == [NoticeKind.UPDATED, NoticeKind.GREW]
    assert [f.id for f in decision.notices[0].findings] == ["a", "b"]
    assert [f.id for f in decision.notices[1].findings] == ["b"]


def test_a_worse_severity_is_told_and_a_milder_one_only_edits():
    worse = decide(opened(finding("a", "low")), "prod", [finding("a", "critical")], LATER)
    assert kinds(worse) == [NoticeKind.UPDATED, NoticeKind.GREW]
    milder = decide(opened(finding("a", "critical")), "prod", [finding("a", "low")], LATER)
    assert kinds(milder) == [NoticeKind.UPDATED]


def test_one_finding_less_is_an_edit():
    decision = decide(opened(finding("a"), finding("b")), "prod", [finding("a")], LATER)
    assert kinds(decision) == [NoticeKind.UPDATED]


def test_a_finding_that_went_and_came_back_is_told_again():
    episode = decide(opened(finding("a"), finding("b")), "prod", [finding("a")], LATER).episode
    assert kinds(decide(episode, "prod", [finding("a"), finding("b")], LATER)) == [NoticeKind.UPDATED, NoticeKind.GREW]


def test_resolved_edits_the_live_message_and_says_so_once():
    episode = opened(finding("a"))
    decision = decide(episode, "prod", [], LATER)
    assert kinds(decision) == [NoticeKind.CLOSED, NoticeKind.RESOLVED]
    assert decision.episode is None
    assert {notice.key for notice in decision.notices} == {episode.message_key}
    assert decide(decision.episode, "prod", [], LATER).notices == ()


def test_the_next_drift_is_another_episode():
    episode = opened(finding("a"))
    again = decide(None, "prod", [finding("a")], LATER).episode
    assert again.message_key != episode.message_key


def test_what_is_acknowledged_opens_nothing():
    assert decide(None, "prod", [finding("a", acknowledged=True)], NOW).episode is None


def test_acknowledging_all_is_a_quiet_edit_and_keeps_the_episode():
    decision = decide(opened(finding("a")), "prod", [finding("a", acknowledged=True)], LATER)
    assert kinds(decision) == [NoticeKind.UPDATED]
    assert decision.episode.finding_ids == ("a",)
    assert decision.episode.active == ()


def test_an_acknowledgement_that_ran_out_is_told():
    quiet = decide(opened(finding("a")), "prod", [finding("a", acknowledged=True)], LATER).episode
    assert NoticeKind.GREW in kinds(decide(quiet, "prod", [finding("a")], LATER))


def test_an_unknown_severity_is_refused():
    with pytest.raises(ValueError, match="not in"):
        finding("a", "terrible")


def test_unreachable_is_told_once_and_reachable_again_once():
    first = decide_unreachable(None, "prod", "connection refused", NOW)
    assert kinds(first) == [NoticeKind.UNREACHABLE]
    second = decide_unreachable(first.outage, "prod", "connection refused", LATER)
    assert (second.outage, second.notices) == (first.outage, ())
    back = decide_reachable(second.outage, LATER)
    assert (kinds(back), back.outage) == ([NoticeKind.REACHABLE], None)
    assert back.notices[0].since == NOW


def test_another_reason_edits_the_message():
    first = decide_unreachable(None, "prod", "connection refused", NOW)
    second = decide_unreachable(first.outage, "prod", "password wrong", LATER)
    assert kinds(second) == [NoticeKind.STILL_UNREACHABLE]
    assert second.outage.since == NOW


def test_an_outage_within_the_grace_is_never_told():
    grace = timedelta(minutes=10)
    first = decide_unreachable(None, "prod", "restarting", NOW, grace=grace)
    second = decide_unreachable(first.outage, "prod", "restarting", LATER, grace=grace)
    assert (first.notices, second.notices) == ((), ())
    assert decide_reachable(second.outage, LATER).notices == ()
    third = decide_unreachable(second.outage, "prod", "restarting", NOW + grace, grace=grace)
    assert kinds(third) == [NoticeKind.UNREACHABLE]


def test_reachable_without_an_outage_says_nothing():
    assert decide_reachable(None, NOW).notices == ()


findings = st.lists(
    st.builds(finding, st.sampled_from("abcdef"), st.sampled_from(SEVERITIES), acknowledged=st.booleans()),
    unique_by=lambda f: f.id,
    max_size=6,
)


@given(st.lists(st.one_of(st.none(), findings), max_size=12))
def test_an_episode_and_an_outage_live_through_json_and_each_episode_speaks_in_pairs(checks):
    """None is a check that did not reach the server: whatever it comes between, it changes no episode."""
    episode, outage, told = None, None, []
    for minute, found in enumerate(checks):
        now = NOW + timedelta(minutes=minute)
        if found is None:
            outage = decide_unreachable(outage, "prod", "down", now).outage
            assert outage == Outage.from_json(outage.to_json())
            continue
        outage = decide_reachable(outage, now).outage
        decision = decide(episode, "prod", found, now)
        episode = decision.episode
        told += kinds(decision)
        assert episode is None or episode == Episode.from_json(episode.to_json())
        assert (episode is None) or set(episode.finding_ids) == {f.id for f in found}
    assert told.count(NoticeKind.OPENED) - told.count(NoticeKind.RESOLVED) == (episode is not None)


@given(findings, findings)
def test_a_loud_message_needs_something_new_or_worse(before, after):
    episode = decide(None, "prod", before, NOW).episode
    if episode is None:
        return
    ranks = {f.id: SEVERITIES.index(f.severity) for f in before if not f.acknowledged}
    expected = {f.id for f in after if not f.acknowledged and SEVERITIES.index(f.severity) < ranks.get(f.id, 9)}
    loud = [n for n in decide(episode, "prod", after, LATER).notices if n.kind is NoticeKind.GREW]
    assert {f.id for n in loud for f in n.findings} == expected


def test_replace_keeps_the_opening_time():
    episode = replace(opened(finding("a")), findings=(finding("b"),))
    assert decide(episode, "prod", [finding("c")], LATER).episode.opened_at == NOW
