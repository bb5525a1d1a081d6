"""The servers that the tests run on are the ones that they are meant to run on."""

from __future__ import annotations

import psycopg
import pytest

from tests.plugin import servers
from tests.plugin.tools import require


@pytest.mark.parametrize("major", sorted({15, *servers.majors()}))
def test_a_server_at_hand_is_of_its_major(major, server_of):
    """PostgreSQL 15 comes with no wheel: the system's package has it, or GUARDIAN_TEST_PG_EXTRA."""
    if major not in servers.majors():
        require(f"postgresql-{major}")
    with psycopg.connect(server_of(major).url(), autocommit=True) as connection:
        assert connection.info.server_version // 10000 == server_of(major).major == major
