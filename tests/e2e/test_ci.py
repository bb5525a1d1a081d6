"""The jobs of docs/ci.md and the action, run as GitHub and GitLab would: their shell, their variables, a real clone."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.plugin.git_repo import GitRepo
from tests.plugin.project import ROOT

BIN = Path(sys.executable).parent
ACTION = yaml.safe_load((ROOT / ".github/actions/check/action.yml").read_text())
PAGES = [
    yaml.safe_load(text) for text in re.findall(r"```yaml\n(.*?)```", (ROOT / "docs/ci.md").read_text(), re.DOTALL)
]
WITH_ACTION, PLAIN, SCANNING, GITLAB = PAGES
USED = re.compile(r"(actions/\w[\w-]*|github/codeql-action/upload-sarif|OWNER/guardian/\.github/actions/check)@v\d+")
ZEROS = "0" * 40
UP_1, LOCK = "migrations/000001_baseline.up.sql", "migrations/guardian.lock"

Context = Mapping[str, Any]


def workflow_steps(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    (job,) = workflow["jobs"].values()
    return job["steps"]


def look_up(context: Context, name: str) -> Any:
    value: Any = context
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value or ""


def substitute(text: str, context: Context) -> str:
    """Put in the values of `${{ a.b || c.d }}`, the only expressions that are used."""

    def value(match: re.Match[str]) -> str:
        names = [name.strip() for name in match[1].split("||")]
        assert all(re.fullmatch(r"(inputs|github)(\.[\w-]+)+", name) for name in names), match[0]
        return next((str(found) for name in names if (found := look_up(context, name))), "")

    return re.sub(r"\$\{\{(.*?)\}\}", value, text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """A clone as the runner makes one, and the environment that a step gets."""

    clone: GitRepo

    def bash(self, script: str, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        assert "${{" not in script, "an expression in a script is code that anybody may write"
        path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
        command = ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script)
        return self.clone.run(*command, **{"PATH": path, "CI": "true", **environment})

    def step(self, step: dict[str, Any], context: Context) -> subprocess.CompletedProcess[str]:
        environment = {name: substitute(value, context) for name, value in step.get("env", {}).items()}
        return self.bash(step["run"], environment)

    def action(self, inputs: Mapping[str, str], github: Context) -> subprocess.CompletedProcess[str]:
        defaults = {name: about.get("default", "") for name, about in ACTION["inputs"].items()}
        assert set(inputs) <= set(defaults)
        return self.step(ACTION["runs"]["steps"][-1], {"inputs": {**defaults, **inputs}, "github": github})


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happened: a range, and how GitHub and GitLab tell of it."""

    kind: str
    before: str
    after: str
    clone: GitRepo = field(repr=False)

    @property
    def github(self) -> Context:
        names = {"pull_request": ("base", "head"), "merge_group": ("base_sha", "head_sha")}
        if self.kind == "push":
            return {"event_name": "push", "sha": self.after, "event": {"before": self.before, "after": self.after}}
        old, new = names[self.kind]
        about = {old: self.before, new: self.after}
        inner = {end: {"sha": commit} for end, commit in about.items()} if self.kind == "pull_request" else about
        return {"event_name": self.kind, "sha": self.after, "event": {self.kind: inner}}

    @property
    def gitlab(self) -> dict[str, str]:
        if self.kind == "push":
            return {"CI_COMMIT_BEFORE_SHA": self.before, "CI_COMMIT_SHA": self.after, "CI_COMMIT_BRANCH": "main"}
        base = self.clone.git("merge-base", self.before, self.after).stdout.strip()
        return {
            "CI_COMMIT_BEFORE_SHA": ZEROS,
            "CI_COMMIT_SHA": self.after,
            "CI_MERGE_REQUEST_DIFF_BASE_SHA": base,
            "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
        }


def run_action(event: Event) -> subprocess.CompletedProcess[str]:
    (given,) = [step.get("with", {}) for step in workflow_steps(WITH_ACTION) if "OWNER/guardian" in step["uses"]]
    return Runner(clone=event.clone).action(given, event.github)


def run_plain(event: Event) -> subprocess.CompletedProcess[str]:
    *_, step = workflow_steps(PLAIN)
    return Runner(clone=event.clone).step(step, {"github": event.github})


def run_gitlab(event: Event) -> subprocess.CompletedProcess[str]:
    return Runner(clone=event.clone).bash("\n".join(GITLAB["guardian"]["script"]), event.gitlab)


WAYS = {"action": run_action, "plain": run_plain, "gitlab": run_gitlab}
Way = Callable[[Event], subprocess.CompletedProcess[str]]


@pytest.fixture(params=WAYS.values(), ids=WAYS.keys())
def way(request: pytest.FixtureRequest) -> Way:
    return request.param


@pytest.fixture
def origin(promoted_repo: GitRepo, tmp_path: Path) -> GitRepo:
    """The repository of the team, pushed to a server."""
    promoted_repo.git("init", "-q", "--bare", "-b", "main", str(tmp_path / "server.git"))
    promoted_repo.git("remote", "add", "origin", str(tmp_path / "server.git"))
    promoted_repo.git("push", "-q", "origin", "main")
    return promoted_repo


def event(repo: GitRepo, kind: str, before: str, *, branch: str = "main") -> Event:
    """Push the branch, and clone the server as a runner does."""
    repo.git("push", "-qf", "origin", f"HEAD:{branch}")
    root = repo.root.parent / "clone"
    # By its address, as a clone of a folder would take over what no branch holds.
    server = repo.root.parent / "server.git"
    repo.git("clone", "-q", "--no-local", "-b", branch, f"file://{server}", str(root))
    clone = GitRepo(root=root, env=repo.env)
    clone.git("checkout", "-q", "--detach")
    return Event(kind=kind, before=before, after=repo.head(), clone=clone)


def promote_on_main(repo: GitRepo) -> str:
    """Promote version 2 there, while the branch goes its way; return the end of main."""
    repo.git("switch", "-q", "main")
    repo.lock(2)
    repo.commit_all("promoted 2")
    repo.git("push", "-q", "origin", "main")
    repo.git("switch", "-q", "feature")
    return repo.git("rev-parse", "main").stdout.strip()


def test_a_pull_request_with_the_next_migration(origin: GitRepo, way: Way):
    """The branch lags behind: what was promoted on main since is no fault of its own."""
    origin.git("switch", "-qc", "feature")
    origin.pair("000003_x")
    origin.lock()
    origin.commit_all("feature")
    base = promote_on_main(origin)
    done = way(event(origin, "pull_request", base, branch="feature"))

    assert done.returncode == 0, done.stdout + done.stderr


def test_a_pull_request_that_edits_what_is_promoted(origin: GitRepo, way: Way):
    base = origin.head()
    origin.write(UP_1, "select 2;\n")
    origin.commit_all("edited")
    done = way(event(origin, "pull_request", base, branch="feature"))

    assert done.returncode == 3, done.stderr
    assert UP_1 in done.stdout
    assert "its content is changed" in done.stdout


def test_a_pull_request_that_edits_what_was_promoted_meanwhile(origin: GitRepo, way: Way):
    """On main, after the branch left it: only the branch that it goes into knows."""
    origin.git("switch", "-qc", "feature")
    origin.write("migrations/000002_aegis_v2.up.sql", "select 2;\n")
    origin.lock()
    origin.commit_all("edited while it could be")
    base = promote_on_main(origin)

    assert way(event(origin, "pull_request", base, branch="feature")).returncode == 3


@pytest.mark.parametrize("run", [run_action, run_plain])
def test_a_merge_queue(origin: GitRepo, run: Way):
    base = origin.head()
    origin.write(UP_1, "select 2;\n")
    origin.commit_all("edited")

    assert run(event(origin, "merge_group", base, branch="queue")).returncode == 3


def test_a_push(origin: GitRepo, way: Way):
    before = origin.head()
    origin.pair("000003_x")
    origin.lock()
    origin.commit_all("good")
    pushed = event(origin, "push", before)

    assert way(pushed).returncode == 0


def test_a_first_push_is_judged_whole(origin: GitRepo, way: Way):
    assert way(event(origin, "push", ZEROS)).returncode == 0


def test_a_first_push_with_a_fault(origin: GitRepo, way: Way):
    origin.write(UP_1, "select 2;\n")
    origin.commit_all("edited")

    assert way(event(origin, "push", ZEROS)).returncode == 3


def test_a_forced_push_that_forgets_a_promotion(origin: GitRepo, way: Way):
    """The old end is on no branch of the clone."""
    kept = origin.head()
    origin.lock(2)
    origin.commit_all("promoted 2")
    before = origin.head()
    origin.git("push", "-q", "origin", "main")
    origin.git("reset", "-q", "--hard", kept)
    pushed = event(origin, "push", before)
    assert pushed.clone.git("cat-file", "-e", before, code=None).returncode != 0
    done = way(pushed)

    assert done.returncode == 3, done.stderr
    assert "no longer marked as promoted" in done.stdout


@pytest.mark.parametrize("nasty", ["$(touch hacked)", "`touch hacked`", '"; touch hacked; "', "--help", "a\nb", ""])
def test_what_comes_from_outside_is_no_code(origin: GitRepo, nasty: str):
    """Neither as a ref nor as a format, and an option it is not either."""
    happened = event(origin, "push", origin.head())
    runner = Runner(clone=happened.clone)
    for name in ("from-ref", "to-ref", "format"):
        done = runner.action({name: nasty}, happened.github if nasty else {"event_name": "push", "event": {}})
        assert done.returncode in {1, 2}, done.stdout
        assert "Usage: guardian check [OPTIONS]" not in done.stdout
    assert not (happened.clone.root / "hacked").exists()


def test_sarif_is_in_its_file_whatever_is_found(origin: GitRepo):
    before = origin.head()
    origin.write(UP_1, "select 2;\n")
    origin.commit_all("edited")
    happened = event(origin, "push", before)
    (given,) = [step["with"] for step in workflow_steps(SCANNING) if "OWNER/guardian" in step["uses"]]
    done = Runner(clone=happened.clone).action(given, happened.github)

    (upload,) = [step for step in workflow_steps(SCANNING) if "upload-sarif" in step["uses"]]
    log = json.loads((happened.clone.root / upload["with"]["sarif_file"]).read_text())
    assert (done.returncode, done.stdout) == (3, "")
    assert {result["ruleId"] for result in log["runs"][0]["results"]} >= {"guardian-immutable"}


def test_gitlabs_report_is_in_its_file(origin: GitRepo):
    before = origin.head()
    origin.write(UP_1, "select 2;\n")
    origin.commit_all("edited")
    happened = event(origin, "push", before)

    assert run_gitlab(happened).returncode == 3
    report = json.loads((happened.clone.root / GITLAB["guardian"]["artifacts"]["reports"]["codequality"]).read_text())
    assert UP_1 in {issue["location"]["path"] for issue in report}


@pytest.mark.parametrize(
    ("version", "wanted"), [("1.2.3", "pg-guardian==1.2.3"), ("", "SOURCE/../../.."), ("x; y", None)]
)
def test_the_action_installs_what_it_came_with_or_a_version(origin: GitRepo, tmp_path: Path, version: str, wanted: str):
    """pip itself is not run: what it would be called with is written down."""
    stub = tmp_path / "stub"
    stub.mkdir()
    (stub / "python").write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {tmp_path}/called\n')
    (stub / "python").chmod(0o755)
    (step,) = [step for step in ACTION["runs"]["steps"] if "pip install" in step.get("run", "")]
    context = {"inputs": {"version": version}, "github": {"action_path": "SOURCE"}}
    environment = {name: substitute(value, context) for name, value in step["env"].items()}
    path = f"{stub}{os.pathsep}{os.environ['PATH']}"
    done = Runner(clone=origin).bash(step["run"], {**environment, "PATH": path})

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "called").read_text().splitlines()[-2:] == ["--", wanted or f"pg-guardian=={version}"]


def test_the_action_lies_where_it_is_looked_for():
    """It installs the project that it is a part of."""
    assert (ROOT / ".github/actions/check/../../../pyproject.toml").resolve() == ROOT / "pyproject.toml"
    assert ACTION["runs"]["using"] == "composite"
    for step in ACTION["runs"]["steps"]:
        assert ("uses" in step) != (step.get("shell") == "bash")
    assert len({json.dumps(page, default=str) for page in PAGES}) == len(PAGES) == 4


@pytest.mark.parametrize("workflow", [WITH_ACTION, PLAIN, SCANNING])
def test_a_workflow_has_what_it_needs(workflow: dict[str, Any]):
    """The whole history, no more rights than needed, and no expression in a script."""
    checkout = workflow_steps(workflow)[0]
    assert checkout["uses"].startswith("actions/checkout@")
    assert checkout["with"]["fetch-depth"] == 0
    assert workflow["permissions"]["contents"] == "read"
    assert "push" in workflow[True]  # `on`, which YAML reads so
    for step in [*workflow_steps(workflow), *ACTION["runs"]["steps"]]:
        assert ("uses" in step) != ("run" in step)
        assert USED.fullmatch(step["uses"]) if "uses" in step else "${{" not in step["run"]


def test_the_servers_hook(origin: GitRepo, tmp_path: Path):
    (script,) = re.findall(r"```sh\n(.*?)```", (ROOT / "docs/ci.md").read_text(), re.DOTALL)
    hook = tmp_path / "server.git/hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(script.replace("guardian check", f"{BIN}/guardian check"))
    hook.chmod(0o755)
    origin.write("README.md", "other\n")
    origin.commit_all("harmless")
    origin.git("push", "-q", "origin", "main")
    origin.write(UP_1, "select 2;\n")
    origin.commit_all("edited")
    done = origin.git("push", "-q", "origin", "main", code=None)

    assert done.returncode != 0
    assert "its content is changed" in done.stderr
    origin.git("push", "-q", "origin", "HEAD~1:refs/heads/other")
    origin.git("push", "-q", "origin", ":other")
