"""guardian init: what it writes is right, and what is there stays as it is."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from guardian.app.load import load_config
from guardian.cli.main import main
from hooks.run import COMMIT
from tests.plugin.project import ROOT

PRE_COMMIT = str(Path(sys.executable).with_name("pre-commit"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_what_it_writes_is_valid(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The configuration parses, pre-commit takes the hooks, and the README tells of the workflow."""
    assert main(["init"]) == 0

    config = load_config(None, folder=folder, environment={})
    assert [(target.name, target.protected) for target in config.targets] == [("dev", False), ("prod", True)]
    assert (config.daemon.apply_to, config.daemon.check) == ("dev", ("prod",))
    done = subprocess.run(
        [PRE_COMMIT, "validate-config", folder / ".pre-commit-config.yaml"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    assert "guardian promote prod" in (folder / "migrations/README.md").read_text()
    assert capsys.readouterr().out.count("written") == 3


def test_the_hooks_are_those_of_the_manifest(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All of them, at the same stages, but for the rehearsal, which wants to be asked for, as with plain hooks."""
    main(["init"])
    text = (folder / ".pre-commit-config.yaml").read_text()
    manifest = (ROOT / ".pre-commit-hooks.yaml").read_text()

    def stages(yaml: str) -> dict[str, str]:
        return dict(re.findall(r"^ *- id: (\S+)\n(?: +[^-].*\n)*? +stages: (.*)$", yaml, re.MULTILINE))

    expected = stages(manifest)
    assert expected.keys() >= {"guardian-naming", "guardian-lint", "guardian-branch", "guardian-rehearse"}
    rehearse = expected.pop("guardian-rehearse")
    assert stages(text) == expected
    assert stages(text.replace("\n      # ", "\n      ")) == {**expected, "guardian-rehearse": rehearse}
    assert {f"guardian-{name}" for name in COMMIT} < stages(text).keys()
    # `pre-commit install` makes the hooks of these types only.
    types = re.search(r"^default_install_hook_types: \[(.*)\]$", text, re.MULTILINE)
    assert types is not None
    assert set(types[1].split(", ")) == set(re.findall(r"p[a-z-]+", " ".join(expected.values())))
    assert "guardian hooks install" in capsys.readouterr().err


def test_what_is_commented_out_is_valid_too(folder: Path) -> None:
    main(["init"])
    file = folder / "guardian.toml"
    file.write_text(re.sub(r"^# (?=\[|token|chat_id)", "", file.read_text(), flags=re.MULTILINE))

    config = load_config(None, folder=folder, environment={})

    assert config.telegram is not None


@pytest.mark.parametrize("there", ["guardian.toml", ".pre-commit-config.yaml", "migrations/README.md"])
def test_it_never_overwrites(folder: Path, capsys: pytest.CaptureFixture[str], there: str) -> None:
    (folder / "migrations").mkdir()
    (folder / there).write_text("mine\n")

    assert main(["init"]) == 0

    assert (folder / there).read_text() == "mine\n"
    out, err = capsys.readouterr()
    assert f"kept     {folder / there}" in out
    assert ("add these hooks" in err) is (there == ".pre-commit-config.yaml")


def test_twice_changes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["init"])
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    capsys.readouterr()

    assert main(["init"]) == 0

    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    assert "written" not in capsys.readouterr().out


def test_a_dangling_link_is_not_written_through(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "guardian.toml").symlink_to(folder / "elsewhere")

    code = main(["init"])

    assert code == 1
    assert not (folder / "elsewhere").exists()
    assert "nothing was written" in capsys.readouterr().err
    assert not (folder / ".pre-commit-config.yaml").exists()


def test_where_it_cannot_write_it_leaves_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "migrations").write_text("a file")

    assert main(["init"]) == 1

    err = capsys.readouterr().err
    assert f"cannot create {folder / 'migrations'}" in err
    assert err.count("\n") == 1
    assert sorted(path.name for path in folder.iterdir()) == ["migrations"]
