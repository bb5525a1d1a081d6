"""golang-migrate's advisory lock ids."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardian.migrate.lock_id import advisory_lock_id, migration_lock_ids


@pytest.mark.parametrize(
    ("database", "names", "expected"),
    [
        # golang-migrate's own test, database/util_test.go: TestGenerateAdvisoryLockId.
        ("database_name", (), 1764327054),
        ("database_name", ("schema_name_1",), 2453313553),
        ("database_name", ("schema_name_2",), 235207038),
        ("database_name", ("schema_name_1", "schema_name_2"), 3743845847),
    ],
)
def test_ids_are_golang_migrates(database: str, names: tuple[str, ...], expected: int) -> None:
    assert advisory_lock_id(database, *names) == expected


def test_a_database_without_other_names_is_its_checksum_salted() -> None:
    assert advisory_lock_id("db") == zlib.crc32(b"db") * 1486364155 % 2**32


@given(st.text(max_size=20), st.text(max_size=20))
def test_ids_fit_the_servers_bigint_and_differ(database: str, table: str) -> None:
    """Both are taken one after the other, so they must not be one lock taken twice."""
    database, table = (text.encode(errors="ignore").decode() for text in (database, table))
    one, two = migration_lock_ids(database=database, schema="public", table=table)

    assert 0 <= one < 2**32
    assert 0 <= two < 2**32
    assert one != two
