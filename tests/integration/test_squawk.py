"""The real squawk, and what stands in for a broken one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from guardian.adapters import squawk
from guardian.adapters.squawk import SquawkFailed, read_squawk
from guardian.lint.squawk_rule import OFF, ON

# What squawk reports, but takes in no option.
NOT_RULES = {"syntax-error", "unused-ignore"}
UNSAFE = "alter table t add column c int not null;"


def rules(texts: dict[str, str], together: set[str] | None = None, postgres: str | None = None) -> dict[str, set[str]]:
    found = read_squawk(texts, set(texts) if together is None else together, postgres=postgres)
    return {name: {finding.rule for finding in findings} - OFF.keys() for name, findings in found.items()}


def test_every_file_has_its_own_findings() -> None:
    texts = {"a/../b.sql": UNSAFE, "-x\n": "select 1;", "*": "alter table t alter c type bigint;"}

    found = rules(texts)

    assert found["a/../b.sql"] == {"adding-required-field"}
    assert found["*"] == {"changing-column-type"}
    assert not found.get("-x\n")


def test_a_file_of_several_thousand_is_found() -> None:
    texts = {f"{number}": "select 1;" for number in range(4_500)} | {"last": UNSAFE}

    assert rules(texts)["last"] == {"adding-required-field"}


def test_the_version_is_passed_on() -> None:
    """Before version 11 a default rewrote the table."""
    text = {"x": "alter table t add column c int default 1;"}

    assert rules(text, postgres="10") == {"x": {"adding-field-with-default"}}
    assert not rules(text, postgres="15").get("x")


def test_a_concurrent_index_is_judged_as_it_runs() -> None:
    """Beside another statement, as squawk trusts a runner with a file of the index alone."""
    text = {"x": "select 1; create index concurrently i on t (a);"}
    rule = "ban-concurrent-index-creation-in-transaction"

    assert rule in {finding.rule for finding in read_squawk(text, {"x"})["x"]}
    assert rule not in {finding.rule for finding in read_squawk(text, ()).get("x", ())}


def test_a_configuration_of_squawks_own_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".squawk.toml").write_text('excluded_rules = ["adding-required-field"]')
    monkeypatch.chdir(tmp_path)

    assert rules({"x": UNSAFE}) == {"x": {"adding-required-field"}}


def test_what_breaks_squawk_is_said_of_that_file_alone() -> None:
    deep = "select " + "(" * 20_000 + "1" + ")" * 20_000

    assert rules({"a": UNSAFE, "b": deep, "c": UNSAFE, "d": "select 1;"}) | {"d": set()} == {
        "a": {"adding-required-field"},
        "b": {"squawk"},
        "c": {"adding-required-field"},
        "d": set(),
    }


@pytest.mark.parametrize("rule", sorted((ON | OFF.keys()) - NOT_RULES))
def test_squawk_knows_the_rule(rule: str, tmp_path: Path) -> None:
    """So that what the documentation lists, and what an `ignore` names, is what squawk calls it."""
    (tmp_path / "x.sql").write_text("select 1;")
    program = Path(sys.executable).with_name("squawk")
    done = subprocess.run(
        [program, f"--exclude={rule}", "x.sql"], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert "invalid rule name" not in done.stderr


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo 'no such option' >&2; exit 2", "ended with 2 .no such option."),
        ("kill -9 $$", "ended with -9"),
        ("echo '[{\"file\": 1}]'", "something other than its JSON report"),
        ("echo hello", "something other than its JSON report"),
        ("echo '[]'; exit 1", "something other than its JSON report"),
        ("echo '{}'", "something other than its JSON report"),
        (None, "could not be run"),
    ],
)
def test_a_broken_squawk_is_one_sentence(
    script: str | None, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "squawk"
    program.write_text(f"#!/bin/sh\n{script}\n" if script else "\x7fELF nonsense")
    program.chmod(0o755)
    monkeypatch.setattr(squawk, "_program", lambda: str(program))

    with pytest.raises(SquawkFailed, match=said):
        read_squawk({"a": UNSAFE, "b": UNSAFE}, {"a", "b"})


def test_a_missing_squawk_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(SquawkFailed, match="squawk is not installed; pip install squawk-cli"):
        read_squawk({"a": UNSAFE}, ())
