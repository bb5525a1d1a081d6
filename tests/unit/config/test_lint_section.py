"""The section [lint]."""

from __future__ import annotations

from pathlib import Path

import pytest

from guardian.config import IfExists, Lint, parse_lint
from guardian.errors import ConfigError

FILE = Path("guardian.toml")


def test_everything_has_a_default() -> None:
    assert parse_lint("", file=FILE) == Lint()


def test_every_key() -> None:
    text = """
    [lint]
    ignore = ["data-loss", "squawk"]
    if_exists = "forbid"
    postgres = "15.4"
    exposed_schemas = ["public"]
    """

    assert parse_lint(text, file=FILE) == Lint(
        ignore=("data-loss", "squawk"), if_exists=IfExists.FORBID, postgres="15.4", exposed_schemas=("public",)
    )


def test_the_rest_of_the_file_is_not_judged() -> None:
    assert parse_lint("[targets.x]\nnonsense = 1", file=FILE) == Lint()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('if_exists = "maybe"', "is not one of any, forbid, require"),
        ('postgres = "fifteen"', "is no version of PostgreSQL"),
        ('postgres = "-1"', "is no version of PostgreSQL"),
        ("postgres = 15", "must be a string"),
        ("ignore = 1", "must be a list"),
        ("ignroe = []", 'did you mean "ignore"'),
    ],
)
def test_a_fault_names_its_key(line: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        parse_lint(f"[lint]\n{line}", file=FILE)
