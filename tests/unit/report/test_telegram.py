from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardian.adapters.bot_api_html import parse
from guardian.drift.episode import SEVERITIES, FindingView, Notice, NoticeKind
from guardian.report import telegram

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
HOSTILE = "<b>&amp;</pre>\u202e\x00 😀 <script>alert(1)</script> & "


def finding(number, **fields):
    given_fields = {
        "id": f"f{number:04}",
        "severity": "high",
        "sentence": f"table public.t{number} was added",
        "kind": "table",
        "name": f"public.t{number}",
        "revert_sql": f"drop table public.t{number};",
    }
    return FindingView(**given_fields | fields)


def notice(kind, findings=(), *, target="prod", reason="connection refused", after=timedelta(hours=3, minutes=12)):
    return Notice(kind=kind, target=target, key="k", since=NOW, at=NOW + after, findings=tuple(findings), reason=reason)


def legal(message):
    """Parse as the strict server does, and return what a reader sees."""
    parsed = parse(message)
    assert len(parsed.text.strip()) >= 1
    assert len(parsed.text.encode("utf-16-le")) // 2 <= 4096
    assert len(parsed.entities) <= 100
    return parsed


def test_an_opened_drift_names_target_severity_sentence_and_sql():
    message = telegram.drift_opened(notice(NoticeKind.OPENED, [finding(1, severity="critical")], after=timedelta(0)))
    assert message == (
        "🔴 Drift on <b>prod</b>: 1 change, worst <b>critical</b>\n\n"
        "🔴 table public.t1 was added\n<pre>drop table public.t1;</pre>\n\n"
        "since 2026-03-01 12:00 UTC"
    )


def test_markup_in_a_finding_is_text():
    parsed = legal(telegram.drift_opened(notice(NoticeKind.OPENED, [finding(1, sentence=HOSTILE, revert_sql="a < b")])))
    assert "<script>alert(1)</script> &" in parsed.text
    assert "a < b" in parsed.text
    assert "\u202e" not in parsed.text
    assert [entity.type for entity in parsed.entities] == ["b", "b", "pre"]


def test_many_findings_are_cut_by_whole_findings():
    parsed = legal(telegram.drift_opened(notice(NoticeKind.OPENED, [finding(n) for n in range(1000)])))
    shown = parsed.text.count("was added")
    assert shown > 40
    assert f"… and {1000 - shown} more" in parsed.text


@pytest.mark.parametrize("length", [1, 2, 37, 100, 499, 500, 5000])
@pytest.mark.parametrize("character", ["x", "<", "😀"])
def test_any_number_of_sentences_of_any_length_is_legal(length, character):
    for count in (1, 7, 60, 400):
        findings = [finding(n, sentence=character * length, revert_sql="y") for n in range(count)]
        parsed = legal(telegram.drift_opened(notice(NoticeKind.OPENED, findings)))
        shown = parsed.text.count("🟠 ") - 1
        assert shown == count or f"… and {count - shown} more" in parsed.text
        assert shown >= min(count, 7)


def test_every_sentence_comes_before_any_sql():
    findings = [finding(n, revert_sql="x" * 1100) for n in range(20)]
    parsed = legal(telegram.drift_opened(notice(NoticeKind.OPENED, findings)))
    assert parsed.text.count("was added") == 20
    assert [e.type for e in parsed.entities].count("pre") == 3


def test_sql_that_does_not_fit_or_would_be_altered_is_left_to_the_command():
    for revert_sql in ("x" * 1201, "select '\u202e'"):
        parsed = legal(telegram.drift_opened(notice(NoticeKind.OPENED, [finding(7, revert_sql=revert_sql)])))
        assert "guardian drift revert f0007" in parsed.text
        assert "xxx" not in parsed.text


def test_acknowledged_findings_are_marked_and_offer_no_sql():
    parsed = legal(telegram.drift_opened(notice(NoticeKind.UPDATED, [finding(1, acknowledged=True)])))
    assert "🔕 Drift on prod: 1 change, 1 acknowledged" in parsed.text
    assert "drop table" not in parsed.text


def test_resolved_says_how_long_it_lasted():
    message = telegram.drift_resolved(notice(NoticeKind.RESOLVED, [finding(1)]))
    assert legal(message).text == (
        "✅ Drift on prod is resolved\n1 change, lasted 3 h 12 min, from 2026-03-01 12:00 UTC to 2026-03-01 15:12 UTC"
    )


def test_the_closed_live_message_offers_no_sql():
    parsed = legal(telegram.drift_closed(notice(NoticeKind.CLOSED, [finding(1)])))
    assert "table public.t1 was added" in parsed.text
    assert "drop table" not in parsed.text


def test_a_failed_migration_shows_the_servers_words_and_where_the_database_stands():
    message = telegram.apply_failed(
        "dev", "000007_x", error='ERROR: relation "a<b" does not exist', version=6, dirty=False
    )
    assert legal(message).text == (
        '❌ 000007_x failed on dev\nERROR: relation "a<b" does not exist\nthe database is at version 6, clean'
    )


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0, "0.0 s"),
        (0.42, "0.4 s"),
        (65, "1 min 5 s"),
        (3600, "1 h"),
        (11520, "3 h 12 min"),
        (90061, "1 d 1 h"),
        (-5, "0.0 s"),
    ],
)
def test_durations(seconds, expected):
    assert telegram.duration(timedelta(seconds=seconds)) == expected


def test_clip_counts_utf16_and_never_halves_a_character():
    assert telegram.clip("😀😀😀", 6) == "😀😀😀"
    assert telegram.clip("😀😀😀", 5) == "😀😀…"
    assert telegram.clip("a😀😀", 4) == "a😀…"


texts = st.one_of(st.text(max_size=200), st.text("<>&;/b\"'pre😀\n\u202e\x00 ", max_size=2000))
any_finding = st.builds(
    FindingView,
    id=texts,
    severity=st.sampled_from(SEVERITIES),
    sentence=texts,
    kind=texts,
    name=texts,
    revert_sql=st.one_of(st.none(), texts),
    acknowledged=st.booleans(),
)


@given(st.sampled_from(NoticeKind), st.lists(any_finding, min_size=1, max_size=150), texts, texts)
def test_any_notice_is_legal(kind, findings, target, reason):
    legal(telegram.render_notice(notice(kind, findings, target=target, reason=reason)))


@given(texts, st.lists(texts, max_size=200), texts)
def test_any_other_message_is_legal(target, names, text):
    took = timedelta(seconds=1)
    legal(telegram.applied(target, names, version=1, took=took))
    legal(telegram.promoted(target, names, version=1, who=text, took=took, backup=text))
    legal(telegram.apply_failed(target, text, error=text, version=None, dirty=True))
    legal(telegram.test_message(host=text, version=target))


@given(st.lists(any_finding, min_size=1, max_size=30))
def test_the_plain_form_is_what_a_reader_of_the_html_sees(findings):
    message = telegram.drift_opened(notice(NoticeKind.OPENED, findings))
    assert telegram.to_plain(message) == parse(message).text


@given(st.text())
def test_the_plain_form_of_anything_is_text(text):
    assert isinstance(telegram.to_plain(text), str)
