"""guardian renumber that is killed in the middle: nothing has begun, or the next run finishes it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import pytest

from guardian.adapters.migrations_dir import read_lock
from tests.plugin.branches import applied, fails, migration, names, two_branches
from tests.plugin.git_repo import GitRepo
from tests.plugin.project import Project


@pytest.fixture
def repo(branch_repo: GitRepo) -> GitRepo:
    return branch_repo


# Runs the command in a process of its own, and kills it at the n-th rename of a file.
_KILLED = """
import os, signal, sys
left = [int(sys.argv.pop(1))]
def wrap(real):
    def call(*arguments):
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments)
    return call
os.rename, os.replace, os.unlink = wrap(os.rename), wrap(os.replace), wrap(os.unlink)
from guardian.cli.main import main
sys.exit(main())
"""


@pytest.mark.parametrize("at", range(1, 9))
def test_killed_in_the_middle(repo: GitRepo, project: Project, at: int):
    """Wherever it is killed, either nothing has begun, or every command refuses and a second run finishes."""
    two_branches(repo)
    migration(repo, "000004_ours")
    repo.write("migrations/000004_ours.up.sql", "create table ours_4 (id int);\n")
    repo.git("merge", "main", code=1)
    before = {path.name: path.read_bytes() for path in project.migrations.glob("*.sql")}
    command = [sys.executable, "-c", _KILLED, str(at), "renumber", "--offline"]
    done = subprocess.run(command, cwd=project.root, env=os.environ, capture_output=True, text=True, check=False)
    if at == 8:  # as many as there are: the journal, four files, the lock file, the journal's end
        assert done.returncode == 0, done.stderr
    else:
        assert done.returncode == -signal.SIGKILL
    begun = (project.migrations / ".guardian-renumber.json").exists()
    if begun:
        for other in (["up", "dev"], ["status"], ["lint"], ["lock"], ["new", "x"], ["renumber", "--dry-run"]):
            fails(project.guardian(*other), "cut off in the middle: guardian renumber finishes it")
    elif at < 8:
        assert {path.name: path.read_bytes() for path in project.migrations.glob("*.sql")} == before

    project.ok("renumber", "--offline")

    after = {path.name: path.read_bytes() for path in project.migrations.glob("*.sql")}
    moved = {"000003_ours": "000004_ours", "000004_ours": "000005_ours"}
    assert after == {moved.get(name[:11], name[:11]) + name[11:]: content for name, content in before.items()}
    assert not [path.name for path in project.migrations.iterdir() if path.name.startswith(".guardian-renumber")]
    lock = read_lock(project.migrations)
    assert lock is not None
    assert {line.file for line in lock.lines} == set(after)


# Ends as a kill would, between what is done on DEV and what is done to the files.
_KILLED_AFTER_UNDOING = """
import os, signal, sys
import guardian.app.renumber as app
app.move_files = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
from guardian.cli.main import main
sys.exit(main())
"""


def test_killed_between_dev_and_the_files(repo: GitRepo, project: Project):
    two_branches(repo)
    project.ok("up", "dev")
    repo.git("merge", "main", code=1)
    command = [sys.executable, "-c", _KILLED_AFTER_UNDOING, "renumber"]
    done = subprocess.run(command, cwd=project.root, env=os.environ, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL
    assert applied(project) == (2, {"base_1", "base_2"})
    assert "000003_ours" in names(project)

    project.ok("renumber")

    project.ok("up", "dev")
    assert applied(project) == (4, {"base_1", "base_2", "theirs", "ours"})


def test_a_file_that_was_changed_after_the_crash_is_not_taken(repo: GitRepo, project: Project):
    two_branches(repo)
    repo.git("merge", "main", code=1)
    command = [sys.executable, "-c", _KILLED, "3", "renumber", "--offline"]
    subprocess.run(command, cwd=project.root, env=os.environ, capture_output=True, check=False)
    plan = json.loads((project.migrations / ".guardian-renumber.json").read_text())
    for move in plan["moves"]:
        for name in (move["old"], move["new"]):
            path = project.migrations / name
            if path.exists():
                path.write_text("select 'somebody else';")

    fails(project.guardian("renumber", "--offline"), "was changed since")
