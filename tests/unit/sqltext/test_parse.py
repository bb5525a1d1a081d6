"""No SQL text, however deep or long, takes the process down or ends in a fault of the decoder."""

from __future__ import annotations

import subprocess
import sys

import pytest

from guardian.sqltext.parse import TooDeep, depth_bound, parse_sql
from guardian.sqltext.role import find_created_roles
from guardian.sqltext.script import read_script
from guardian.sqltext.statement import find_syntax_problem
from guardian.sqltext.token import scan_tokens

SHAPES = {
    "operators": lambda n: "select " + "+".join(["1"] * n),
    "texts": lambda n: "select " + " || ".join(["'a'"] * n),
    "sub-selects": lambda n: "select " + "(select " * n + "1" + ")" * n,
    "calls": lambda n: "select " + "abs(" * n + "1" + ")" * n,
    "unions": lambda n: " union all ".join(["select 1, 2"] * n),
    "joins": lambda n: "select * from t" + " join t on true" * n,
    "negations": lambda n: "select " + "not " * n + "true",
    "signs": lambda n: "select " + "- " * n + "1",
    "casts": lambda n: "select 1" + "::int" * n,
    "brackets": lambda n: "select " + "array[" * n + "1" + "]" * n,
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("levels", [60, 500])
def test_what_people_write_is_read(shape: str, levels: int) -> None:
    """Sixty concatenations are one long message, no attack."""
    sql = SHAPES[shape](levels) + ";\nselect 2;"

    assert find_syntax_problem(sql) is None
    assert len(read_script(sql).statements) == 2


@pytest.mark.parametrize("shape", SHAPES)
def test_no_depth_takes_the_process_down(shape: str) -> None:
    """In a process of its own, since what breaks is the process."""
    code = (
        "import sys; from guardian.sqltext.statement import find_syntax_problem as f;"
        "print([f(line) is None for line in sys.stdin])"
    )
    lines = "\n".join(SHAPES[shape](levels) for levels in (9_000, 100_000))
    done = subprocess.run([sys.executable, "-c", code], input=lines, capture_output=True, text=True, check=False)

    assert done.stdout.rstrip().endswith("False]"), (done.returncode, done.stderr[-300:])


def test_too_deep_is_said_and_is_left_to_the_server() -> None:
    sql = SHAPES["operators"](100_000)

    with pytest.raises(TooDeep):
        parse_sql(sql)
    problem = find_syntax_problem(sql)
    assert problem is not None
    assert "nested too deeply" in problem.message
    assert read_script(sql).statements == ()
    assert find_created_roles(sql) == frozenset()


def test_many_rows_are_not_deep() -> None:
    rows = ", ".join(f"({n}, 'x', now() + interval '1 day')" for n in range(20_000))

    assert depth_bound(scan_tokens(f"insert into t values {rows};")) < 20
    assert len(parse_sql(f"insert into t values {rows};").stmts) == 1


@pytest.mark.parametrize("sql", ["select 'é' as ü, \"Ä\" -- ö\n;", "/* é */ select 1; -- ende é"])
def test_tokens_stand_where_they_stand_in_the_text(sql: str) -> None:
    assert [sql[token.start : token.end] for token in scan_tokens(sql)] == [token.text for token in scan_tokens(sql)]
