"""One schema on two majors is no difference, whatever each of them prints; `make campaign` takes all cases."""

from __future__ import annotations

from pathlib import Path

import pytest

from guardian.app.compare import compare_schemas
from tests.plugin import servers
from tests.plugin.corpus import is_chosen, no_config, run_case, skip_unfit

CASES = sorted((Path(__file__).parents[1] / "corpus/schema").glob("*/*/to.sql"))
OLDEST, NEWEST = min(servers.majors()), max(servers.majors())


def name(case):
    return f"{case.parents[1].name}/{case.parent.name}"


@pytest.mark.parametrize("case", [case for case in CASES if is_chosen(name(case))], ids=name)
def test_the_same_statements_make_the_same_schema(case, server_of, make_database):
    """On the oldest server at hand and on the newest."""
    text = case.read_text()
    urls = []
    for major in (OLDEST, NEWEST):
        skip_unfit(server_of(major), text)
        urls.append(run_case(make_database(server_of(major)), text))
    found = compare_schemas(*urls, schemas=["public"], config=no_config).changes
    assert [(change.kind, change.name, dict(change.attributes)) for change in found] == []
