"""The commands of docs/hooks.md, and what it says that guardian says."""

from __future__ import annotations

import re
from pathlib import Path

from tests.plugin.git_repo import PRE_COMMIT, PROJECT, GitRepo
from tests.plugin.hooked import GUARDIAN, allowed

PAGE = (PROJECT / "docs/hooks.md").read_text()


def test_its_commands(promoted_repo: GitRepo, tmp_path: Path):
    repo = promoted_repo
    server = tmp_path / "app.git"
    repo.git("clone", "-q", "--bare", str(repo.root), str(server))
    repo.git("remote", "add", "origin", str(server))
    repo.git("fetch", "-q", "origin")
    repo.write(".pre-commit-config.yaml", "repos: []\n")
    lines = [
        line.split("  #")[0].strip()
        for block in re.findall(r"```bash\n(.*?)```", PAGE, re.DOTALL)
        for line in block.splitlines()
    ]
    assert len(lines) == 7
    for line in lines:
        command = line.replace("/srv/git/app.git", str(server))
        path = f"{Path(GUARDIAN).parent}:{repo.env['PATH']}"
        allowed(repo.run("sh", "-c", command, PATH=path))
    assert (server / "hooks/pre-receive").is_file()


def test_its_configuration(promoted_repo: GitRepo, tmp_path: Path):
    """Every id stands there, and pre-commit takes it."""
    (block,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    config = tmp_path / "config.yaml"
    config.write_text(block)
    allowed(promoted_repo.run(PRE_COMMIT, "validate-config", str(config)))
    manifest = (PROJECT / ".pre-commit-hooks.yaml").read_text()
    assert re.findall(r"- id: (\S+)", block) == re.findall(r"^- id: (\S+)", manifest, re.MULTILINE)


def test_every_hook_is_explained_and_registered():
    ids = re.findall(r"^- id: guardian-(\S+)$", (PROJECT / ".pre-commit-hooks.yaml").read_text(), re.MULTILINE)
    own = (PROJECT / ".pre-commit-config.yaml").read_text()
    scripts = (PROJECT / "pyproject.toml").read_text()
    for name in ids:
        assert f"| `guardian-{name}` |" in PAGE
        assert f"entry: .venv/bin/python -m hooks.{name}\n" in own
        assert f'guardian-{name} = "hooks.{name}:main"' in scripts


def test_what_it_quotes_is_what_guardian_says():
    """The words of the table's first column, but for what stands for a name, are in the code."""
    code = "".join(
        path.read_text() for room in ("lint", "app", "migrate") for path in (PROJECT / "guardian" / room).glob("*.py")
    )
    for words in (
        "its content is changed", "is deleted", "is renamed to ", "the line of ", "removed", "no longer marked",
        "is missing, though", "files as promoted, ", "but is not in git", "the hash does not fit the lines",
        "did not fit the staged migrations, and is written anew", "with another text here", "not here any more",
        "git finds no commit where ",
    ):  # fmt: skip
        assert words.strip() in PAGE
        assert words in code
