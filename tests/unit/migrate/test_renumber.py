"""Which files get which names, and in which order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardian.config import Naming, NumberStyle
from guardian.errors import Refused
from guardian.migrate.migration import parse_file_name
from guardian.migrate.numbering import next_version, parse_timestamp
from guardian.migrate.renumber import Kept, plan_renumber

NOW = datetime(2026, 1, 18, 10, tzinfo=UTC)
GAPS = Naming(allow_gaps=True)
TIMES = Naming(style=NumberStyle.TIMESTAMP, digits=14)


def pair(*names: str) -> list[str]:
    return [f"{name}.{direction}.sql" for name in names for direction in ("up", "down")]


def kept(*names: str, promoted: tuple[str, ...] = ()) -> Kept:
    return Kept(name="main", tip=frozenset(pair(*names)), promoted=frozenset(pair(*promoted)))


def renumbered(own: tuple[str, ...], others: tuple[str, ...], naming: Naming = GAPS) -> list[str]:
    """Return the names of one's own afterwards, by carrying out the moves one after another."""
    files = set(pair(*own, *others))
    for move in plan_renumber(files, kept(*others), naming=naming, now=NOW):
        assert move.new not in files, "a file would be overwritten"
        files.remove(move.old)
        files.add(move.new)
    return sorted(name.removesuffix(".up.sql") for name in files - set(pair(*others)) if name.endswith(".up.sql"))


@pytest.mark.parametrize(
    ("naming", "own", "others", "expected"),
    [
        (Naming(), ("000003_a",), ("000003_b",), ["000004_a"]),
        (Naming(), ("000003_a", "000004_a"), ("000003_b",), ["000004_a", "000005_a"]),
        (Naming(), ("000003_a", "000007_a"), ("000003_b",), ["000004_a", "000005_a"]),
        (Naming(), ("000003_a", "000003_c"), ("000003_b",), ["000004_a", "000005_c"]),
        (Naming(), ("000003_a", "000003_c"), ("000002_b",), ["000003_a", "000004_c"]),
        (Naming(), ("000004_a", "000005_c"), ("000003_b",), ["000004_a", "000005_c"]),
        (GAPS, ("000003_a", "000009_c"), ("000005_b",), ["000006_a", "000009_c"]),
        (GAPS, ("000003_a", "000006_c"), ("000005_b",), ["000006_a", "000007_c"]),
        (Naming(digits=1), ("9_a",), ("9_b",), ["10_a"]),
        (TIMES, ("20260101000000_a",), ("20260102000000_b",), ["20260118100000_a"]),
        (
            TIMES,
            ("20260101000000_a", "20260101000001_c"),
            ("20260102000000_b",),
            ["20260118100000_a", "20260118100001_c"],
        ),
        (TIMES, ("20260101000000_a",), ("20271231235959_b",), ["20280101000000_a"]),
    ],
)
def test_moves(naming: Naming, own: tuple[str, ...], others: tuple[str, ...], expected: list[str]):
    assert renumbered(own, others, naming) == expected


def test_what_is_promoted_is_refused_where_it_would_have_to_move():
    files = pair("000003_a", "000003_b")
    with pytest.raises(Refused, match=r"000003_a\.down\.sql is promoted"):
        plan_renumber(files, kept("000003_b", promoted=("000003_a",)), naming=Naming(), now=NOW)
    assert plan_renumber(files, kept("000002_x", "000003_b", promoted=("000003_b",)), naming=Naming(), now=NOW)


def test_what_is_promoted_and_in_order_stays_and_the_rest_follows_it():
    files = pair("000004_a", "000003_b", "000003_c")
    moves = plan_renumber(files, kept("000003_b", promoted=("000004_a",)), naming=Naming(), now=NOW)
    assert {move.new for move in moves} == set(pair("000005_c"))


@given(
    own=st.lists(st.tuples(st.integers(1, 12), st.sampled_from("abc")), max_size=6, unique=True),
    others=st.lists(st.integers(1, 12), max_size=4, unique=True),
    gaps=st.booleans(),
)
def test_any_set_is_in_order_afterwards(own: list[tuple[int, str]], others: list[int], gaps: bool):  # noqa: FBT001
    """Each has a number of its own behind the others', in the order they had, and a second run moves nothing."""
    ours = tuple(f"{version:06d}_{title}" for version, title in sorted(own))
    theirs = tuple(f"{version:06d}_z" for version in others)
    after = renumbered(ours, theirs, Naming(allow_gaps=gaps))
    versions = [parsed.version for parsed in (parse_file_name(f"{name}.up.sql") for name in after) if parsed]
    assert [name[7:] for name in after] == [name[7:] for name in ours]
    assert len(set(versions)) == len(versions)
    assert all(version > max(others, default=0) for version in versions)
    assert renumbered(tuple(after), theirs, Naming(allow_gaps=gaps)) == after


@given(st.datetimes(datetime(1970, 1, 1), datetime(9000, 1, 1)), st.integers(-5, 5))  # noqa: DTZ001 - naive is meant
def test_the_next_timestamp_is_a_later_time(moment: datetime, seconds: int):
    last = int(f"{moment + timedelta(seconds=seconds):%Y%m%d%H%M%S}")
    following = next_version(TIMES, last, now=moment.replace(tzinfo=UTC))
    assert following > last
    assert parse_timestamp(str(following)) is not None
