"""Two texts of one index."""

from __future__ import annotations

import pytest

from guardian.sqltext.index_likeness import is_same_index


@pytest.mark.parametrize(
    ("statement", "definition"),
    [
        ("create index concurrently on t (a)", "CREATE INDEX t_a_idx ON public.t USING btree (a)"),
        ("create index concurrently on t (a desc nulls first)", "CREATE INDEX i ON public.t USING btree (a DESC)"),
        ("create index on t (a asc nulls last, b)", "CREATE INDEX i ON public.t USING btree (a, b)"),
        ("create index on t (a) with (fillfactor = 70)", "CREATE INDEX i ON t USING btree (a) WITH (fillfactor='70')"),
        (
            "create index on t (lower(a)) where a is not null",
            "CREATE INDEX i ON t USING btree (lower(a)) WHERE (a IS NOT NULL)",
        ),
    ],
)
def test_the_same(statement: str, definition: str) -> None:
    assert is_same_index(statement, definition)


@pytest.mark.parametrize(
    "definition",
    [
        "CREATE UNIQUE INDEX i ON t USING btree (a)",
        "CREATE INDEX i ON t USING hash (a)",
        "CREATE INDEX i ON t USING btree (b)",
        "CREATE INDEX i ON t USING btree (a, b)",
        "CREATE INDEX i ON t USING btree (a) INCLUDE (b)",
        "CREATE INDEX i ON t USING btree (a DESC)",
        "CREATE INDEX i ON t USING btree (a) WHERE (b = 1)",
        "CREATE INDEX i ON t USING btree (a text_pattern_ops)",
        'CREATE INDEX i ON t USING btree (a COLLATE "C")',
        "CREATE INDEX i ON t USING btree (a); select 1",
        "no SQL",
    ],
)
def test_another(definition: str) -> None:
    assert not is_same_index("create index concurrently on t (a)", definition)


def test_another_constant_makes_another_index() -> None:
    one, two = (f"CREATE INDEX i ON t USING btree (a) WHERE (b = {number})" for number in (1, 2))
    assert is_same_index(one, one)
    assert not is_same_index(one, two)
