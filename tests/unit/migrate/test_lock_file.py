"""The lock file's text and what becomes of it."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardian.errors import GuardianError
from guardian.migrate.lock_file import (
    LockFile,
    LockFileError,
    LockLine,
    Promotion,
    mark_promoted,
    merge,
    parse_lock_file,
    render_lock_file,
    salvage_lock_file,
    update,
    violations,
)
from guardian.migrate.migration_set import MigrationSet

WHEN = datetime(2026, 1, 18, 10, tzinfo=UTC)
PROD = Promotion(when=WHEN, target="prod")
FILES = {"000001_a.up.sql": b"1", "000001_a.down.sql": b"-1", "000002_b.up.sql": b"2"}

# Any bytes a file system can hold in a name, as Python shows them.
_bytes = st.binary(min_size=1, max_size=12).filter(lambda name: not {0, 47} & set(name))
_names = st.one_of(st.text(min_size=1, max_size=12, alphabet='az09_. "\\é\n\r\u2028#:='), _bytes.map(os.fsdecode))
_times = st.datetimes(min_value=datetime(1, 1, 1), timezones=st.just(UTC)).map(lambda at: at.replace(microsecond=0))  # noqa: DTZ001
_marks = st.lists(st.builds(Promotion, when=_times, target=st.text(min_size=1, max_size=8)), max_size=3)
_lines = st.builds(
    LockLine,
    file=_names,
    checksum=st.text(alphabet="0123456789abcdef", min_size=64, max_size=64),
    promotions=_marks.map(lambda marks: tuple(sorted(marks))),
)
_locks = st.lists(_lines, max_size=6, unique_by=lambda line: line.file).map(
    lambda lines: LockFile(tuple(sorted(lines, key=lambda line: line.file)))
)


def locked(files: dict[str, bytes] = FILES) -> LockFile:
    return update(LockFile(), MigrationSet.from_files(files))


@given(_locks)
def test_text_round_trips(lock: LockFile):
    """Whatever the names, targets and times, and whatever git did to the line endings."""
    text = render_lock_file(lock)
    assert parse_lock_file(text) == lock
    assert parse_lock_file("\ufeff" + text.replace("\n", "\r\n")) == lock
    assert salvage_lock_file(text) == lock
    assert text.isascii()


@given(_locks, st.data())
def test_any_other_character_is_noticed(lock: LockFile, data: st.DataObject):
    """One character exchanged is an error, or says the same."""
    text = render_lock_file(lock)
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters(min_codepoint=32, max_codepoint=126))
    edited = text[:at] + other + text[at + 1 :]
    if edited != text:
        with pytest.raises(GuardianError):
            parse_lock_file(edited)


@given(_locks, _locks)
def test_merge_loses_no_promoted_file(first: LockFile, second: LockFile):
    merged = merge(first, second)
    promoted = {line.file for line in merged.promoted}
    assert promoted == {line.file for line in first.promoted} | {line.file for line in second.promoted}
    assert merge(first, first) == first
    assert parse_lock_file(render_lock_file(merged)) == merged


def test_text_is_as_documented():
    lock = mark_promoted(locked({"000001_a.up.sql": b"", "000001_a b.down.sql": b""}), [1], "prod", WHEN)
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    header, *lines = render_lock_file(lock).splitlines()
    assert header.startswith("guardian-lock 1 sha256:")
    assert lines == [
        f'"000001_a b.down.sql" sha256:{empty} promoted=2026-01-18T10:00:00Z:prod',
        f"000001_a.up.sql sha256:{empty} promoted=2026-01-18T10:00:00Z:prod",
    ]


def test_line_endings_and_bom_do_not_count():
    assert locked({"1_a.up.sql": b"a\nb\n"}) == locked({"1_a.up.sql": b"\xef\xbb\xbfa\r\nb\r\n"})


@pytest.mark.parametrize(
    ("damage", "line", "problem"),
    [
        (lambda text: text[:0], 1, "expected `guardian-lock 1"),
        (lambda text: text.replace("000002_b", "000002_c"), 1, "edited or merged by hand"),
        (lambda text: text.replace("000002_b.up.sql ", "000002_b.up.sql  "), 4, "found '000002_b.up.sql  sha256"),
        (lambda text: text + "<<<<<<< HEAD\n", 5, "found '<<<<<<< HEAD'"),
        (lambda text: text + "\n", 5, "found ''"),
        (lambda text: text + text.splitlines(keepends=True)[1], 1, "edited or merged by hand"),
        (lambda text: text.replace("000002_b.up.sql", '"000002_b.up.sql"'), 4, "not as guardian writes it"),
        (lambda text: text.replace("Z:prod", "T:prod"), 2, "found '000001"),
        (lambda text: text.replace("-18T", "-99T"), 2, "cannot be read"),
        (lambda text: text.replace("000002_b.up.sql", r'"\x"'), 4, "cannot be read"),
    ],
)
def test_damage_is_named_by_line(damage, line, problem):
    """And the way out is `guardian lock`."""
    text = render_lock_file(mark_promoted(locked(), [1], "prod", WHEN))
    with pytest.raises(LockFileError, match="run `guardian lock`") as caught:
        parse_lock_file(damage(text))
    assert caught.value.line == line
    assert problem in str(caught.value)


def test_a_later_format_asks_for_a_later_guardian():
    with pytest.raises(GuardianError, match="format 2 is unknown to this guardian"):
        parse_lock_file(render_lock_file(locked()).replace("guardian-lock 1", "guardian-lock 2"))


def test_salvage_reads_both_sides_of_a_conflict():
    ours = render_lock_file(mark_promoted(locked(), [1], "prod", WHEN))
    theirs = render_lock_file(mark_promoted(locked(), [1, 2], "eu", WHEN))
    lock = salvage_lock_file(f"<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> main\n")
    assert [(line.version, [mark.target for mark in line.promotions]) for line in lock.lines] == [
        (1, ["eu", "prod"]),
        (1, ["eu", "prod"]),
        (2, ["eu"]),
    ]


def test_merge_keeps_the_earlier_of_two_marks_for_one_target():
    late, early = (mark_promoted(locked(), [1], "prod", WHEN + timedelta(days=days)) for days in (1, 0))
    assert merge(late, early) == merge(early, late) == early


def test_update_follows_the_files_but_not_for_promoted_ones():
    lock = mark_promoted(locked(), [1], "prod", WHEN)
    now = update(lock, MigrationSet.from_files({"000001_a.up.sql": b"other", "000003_c.up.sql": b"3"}))
    assert [line.file for line in now.lines] == ["000001_a.down.sql", "000001_a.up.sql", "000003_c.up.sql"]
    assert now.get("000001_a.up.sql") == lock.get("000001_a.up.sql")
    assert now.get("000002_b.up.sql") is None
    changed = update(now, MigrationSet.from_files({"000003_c.up.sql": b"4"})).get("000003_c.up.sql")
    assert changed is not None
    assert changed != now.get("000003_c.up.sql")


def test_marks_are_in_utc_and_the_first_for_a_target_stays():
    east = datetime(2026, 1, 18, 12, 0, 0, 999999, tzinfo=timezone(timedelta(hours=2)))
    lock = mark_promoted(locked(), [1], "prod", east)
    assert [line.promotions for line in lock.promoted] == [(PROD,), (PROD,)]
    assert mark_promoted(lock, [1], "prod", WHEN + timedelta(days=1)) == lock
    both = mark_promoted(lock, [1], "eu", WHEN - timedelta(days=1)).promoted[0]
    assert [mark.target for mark in both.promotions] == ["eu", "prod"]


def test_marking_asks_for_a_line_and_a_time_zone():
    with pytest.raises(GuardianError, match="version 7 has no line; run `guardian lock` first"):
        mark_promoted(locked(), [1, 7], "prod", WHEN)
    with pytest.raises(ValueError, match="time zone"):
        mark_promoted(locked(), [1], "prod", datetime(2026, 1, 18))  # noqa: DTZ001


def test_violations_say_how_files_and_lock_file_differ():
    lock = mark_promoted(locked(), [1], "prod", WHEN)
    assert violations(lock, MigrationSet.from_files(FILES)) == ()
    files = {"000001_a.up.sql": b"other", "000003_c.up.sql": b"3"}
    found = dict(violations(lock, MigrationSet.from_files(files)))
    assert found == {
        "000001_a.down.sql": "was deleted or renamed after its promotion (2026-01-18T10:00:00Z on prod); "
        "restore it from git",
        "000001_a.up.sql": "was changed after its promotion (2026-01-18T10:00:00Z on prod); restore it from git",
        "000002_b.up.sql": "was deleted or renamed since guardian.lock was written; run `guardian lock`",
        "000003_c.up.sql": "is not in guardian.lock; run `guardian lock`",
    }
