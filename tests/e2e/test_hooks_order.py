"""guardian-order in real repositories: new versions come after all that the target branch has, offline."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from guardian.adapters.migrations_dir import read_lock, write_lock
from guardian.app.lock import rewrite_lock
from guardian.migrate.lock_file import build_lock_file
from guardian.migrate.migration import MigrationFile
from guardian.migrate.squash import squash_lines
from tests.e2e.test_hooks import processor_time
from tests.plugin.git_repo import WHEN, GitRepo, config, refused

UP_3 = "migrations/000003_ours.up.sql"
HAS_LAST, HAS_SAME = "is at version 4 already, so this version 3 would come too late", "has the same version already"


@pytest.fixture
def repo(promoted_repo: GitRepo) -> GitRepo:
    return promoted_repo


@pytest.fixture
def remote(repo: GitRepo, tmp_path: Path) -> str:
    """A bare repository that has `main`, and that is `origin`."""
    path = tmp_path / "remote.git"
    repo.git("clone", "-q", "--bare", str(repo.root), str(path))
    repo.git("remote", "add", "origin", str(path))
    repo.git("fetch", "-q", "origin")
    return str(path)


def migration(repo: GitRepo, *names: str, folder: str = "migrations", lock: bool = True) -> None:
    for name in names:
        repo.pair(name, folder)
    if lock:
        rewrite_lock(repo.root / folder)
    repo.git("add", "-A")


def committed(repo: GitRepo, *names: str) -> None:
    migration(repo, *names)
    repo.git("commit", "-qm", " ".join(names), "--no-verify")


def main_goes_on(repo: GitRepo, *names: str, branch: str = "main") -> None:
    """Main gets migrations; we stand on `feature`, which left it before, with 000003_ours staged."""
    repo.git("switch", "-qc", "feature")
    repo.git("switch", "-q", branch)
    committed(repo, *names)
    repo.git("switch", "-q", "feature")
    migration(repo, "000003_ours")


@pytest.mark.parametrize(
    ("theirs", "said"), [(("000003_theirs",), HAS_SAME), (("000003_theirs", "000004_theirs"), HAS_LAST)]
)
def test_the_target_branch_has_since_got_the_number(repo: GitRepo, theirs: tuple[str, ...], said: str):
    main_goes_on(repo, *theirs)
    refused(
        repo.hook("order"), f"{UP_3}: [guardian-order] main {said}", "guardian renumber", f"00000{2 + len(theirs) + 1}"
    )
    assert repo.hook("naming").returncode == 0
    repo.git("commit", "-qm", "ours", "--no-verify")
    refused(repo.hook("order", "--from-ref", "main", "--to-ref", "feature"), UP_3)
    refused(repo.hook("order", "--from-ref", "0" * 40, "--to-ref", "feature", "--strict"), UP_3)


def test_behind_the_target_branch_is_right_without_its_files(repo: GitRepo):
    """No gap either: the number between is the target branch's."""
    main_goes_on(repo, "000003_theirs")
    for direction in ("up", "down"):
        repo.git("mv", f"migrations/000003_ours.{direction}.sql", f"migrations/000004_ours.{direction}.sql")
    assert repo.hook("order").returncode == 0


def test_a_migration_that_is_on_both_is_not_new(repo: GitRepo):
    """As after a cherry-pick, or a merge that was squashed."""
    main_goes_on(repo, "000003_ours", "000004_more")
    assert repo.hook("order").returncode == 0


def test_an_older_commit_of_one_s_own_is_judged_again(repo: GitRepo):
    """Number 3 was free when it was committed."""
    main_goes_on(repo, "000003_theirs")
    repo.git("commit", "-qm", "ours", "--no-verify")
    migration(repo, "000004_ours_too")
    refused(repo.hook("order"), UP_3)


def test_what_touches_no_migration_passes(repo: GitRepo):
    main_goes_on(repo, "000003_theirs")
    repo.git("commit", "-qm", "ours", "--no-verify")
    repo.write("README.md", "more\n")
    repo.git("add", "-A")
    assert repo.hook("order").returncode == 0


def test_a_gap_is_told_by_this_hook_only(repo: GitRepo):
    migration(repo, "000005_far")
    refused(repo.hook("order"), "000005_far.up.sql: [guardian-order] there is no version 4 before it", "000003")
    assert repo.hook("naming").returncode == 0


def test_the_remote_s_branch_counts_as_it_was_fetched(repo: GitRepo, remote: str, tmp_path: Path):
    other = GitRepo(root=tmp_path / "other", env=repo.env)
    repo.git("clone", "-q", remote, str(other.root))
    repo.git("switch", "-qc", "feature")
    committed(other, "000003_theirs")
    other.git("push", "-q", "origin", "main")
    migration(repo, "000003_ours")
    assert repo.hook("order").returncode == 0  # offline: not fetched yet
    repo.git("fetch", "-q")
    refused(repo.hook("order"), f"origin/main {HAS_SAME}, 000003_theirs.down.sql", "guardian renumber")
    Path(remote).rename(tmp_path / "gone.git")
    refused(repo.hook("order"), "origin/main")


@pytest.mark.parametrize("local", ["behind", "ahead", "apart"])
def test_of_a_branch_here_and_on_the_remote_the_newer_one_counts(repo: GitRepo, remote: str, local: str):
    repo.git("switch", "-qc", "feature")
    repo.git("switch", "-q", "main")
    if local != "ahead":
        committed(repo, "000003_theirs")
        repo.git("push", "-q", "origin", "main")
        repo.git("reset", "-q", "--hard", "main~1")
    if local == "ahead":
        committed(repo, "000003_theirs")
    if local == "apart":
        repo.write("README.md", "apart\n")
        repo.commit_all("apart")
    repo.git("switch", "-q", "feature")
    migration(repo, "000003_ours")
    refused(repo.hook("order"), "main" if local == "ahead" else "origin/main", HAS_SAME)


def test_the_remote_s_default_branch(repo: GitRepo, remote: str):
    repo.git("switch", "-qc", "trunk")
    committed(repo, "000003_theirs")
    repo.git("push", "-q", "origin", "trunk")
    repo.git("switch", "-qc", "feature", "main")
    migration(repo, "000003_ours")
    assert repo.hook("order").returncode == 0
    repo.git("remote", "set-head", "origin", "trunk")
    refused(repo.hook("order"), f"trunk {HAS_SAME}")
    repo.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/gone")
    assert repo.hook("order").returncode == 0


def test_another_target_branch_by_name(repo: GitRepo):
    repo.git("branch", "release")
    repo.git("switch", "-q", "release")
    committed(repo, "000003_theirs")
    repo.git("switch", "-qc", "feature", "main")
    migration(repo, "000003_ours")
    assert repo.hook("order").returncode == 0
    refused(repo.hook("order", "--target", "release"), f"release {HAS_SAME}")
    refused(repo.hook("order", "--target", "refs/heads/release"), f"release {HAS_SAME}")
    repo.write("guardian.toml", '[git]\ntarget_branch = "release"\n')
    repo.git("add", "guardian.toml")
    refused(repo.hook("order"), f"release {HAS_SAME}")
    assert repo.hook("order", "--target", "main").returncode == 0


def test_an_unknown_target_branch_is_one_sentence(repo: GitRepo):
    migration(repo, "000003_ours")
    done = repo.hook("order", "--target", "nowhere")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "git knows no branch 'nowhere' to compare with; fetch it" in done.stderr


def test_without_any_target_branch_head_counts(repo: GitRepo):
    repo.git("branch", "-qm", "main", "elsewhere")
    migration(repo, "000003_ours")
    assert repo.hook("order").returncode == 0
    repo.git("commit", "-qm", "ours")
    repo.write("guardian.toml", "[naming]\nallow_gaps = true\n")
    committed(repo, "000009_far")
    migration(repo, "000005_late")
    refused(repo.hook("order"), "HEAD is at version 9 already, so this version 5 would come too late")


def test_on_the_target_branch_itself(repo: GitRepo):
    migration(repo, "000003_ours")
    assert repo.hook("order").returncode == 0
    repo.git("commit", "-qm", "ours")
    migration(repo, "000005_far")
    refused(repo.hook("order"), "there is no version 4 before it")
    repo.git("commit", "-qm", "far", "--no-verify")
    refused(repo.hook("order", "--from-ref", "main~1", "--to-ref", "main", "--strict"), "no version 4")
    assert repo.hook("order", "--from-ref", "main~2", "--to-ref", "main~1", "--strict").returncode == 0


def test_a_local_main_that_missed_the_remote_s(repo: GitRepo, remote: str):
    """We stand on main, unpushed, and the remote has taken the number since."""
    committed(repo, "000003_theirs")
    repo.git("push", "-q", "origin", "main")
    repo.git("reset", "-q", "--hard", "main~1")
    migration(repo, "000003_ours")
    refused(repo.hook("order"), f"origin/main {HAS_SAME}")


def test_a_detached_head(repo: GitRepo):
    main_goes_on(repo, "000003_theirs")
    repo.git("commit", "-qm", "ours", "--no-verify")
    repo.git("switch", "-q", "--detach")
    migration(repo, "000004_more")
    refused(repo.hook("order"), UP_3)


def test_a_worktree(repo: GitRepo, tmp_path: Path):
    main_goes_on(repo, "000003_theirs")
    repo.git("commit", "-qm", "ours", "--no-verify")
    other = GitRepo(root=tmp_path / "other tree", env=repo.env)
    repo.git("worktree", "add", "-q", "-b", "side", str(other.root))
    migration(other, "000004_more")
    refused(other.hook("order"), UP_3)


def test_the_first_commit(git_repo: GitRepo):
    migration(git_repo, "000001_first")
    assert git_repo.hook("order").returncode == 0


def test_a_shallow_clone_that_lacks_the_fork_says_so(repo: GitRepo, remote: str, tmp_path: Path):
    repo.git("switch", "-qc", "feature")
    committed(repo, "000003_ours")
    repo.git("push", "-q", "origin", "feature")
    repo.git("switch", "-q", "main")
    committed(repo, "000003_theirs")
    repo.git("push", "-q", "origin", "main")
    clone = GitRepo(root=tmp_path / "clone", env=repo.env)
    repo.git("clone", "-q", "--depth", "1", "--no-single-branch", "-b", "feature", f"file://{remote}", str(clone.root))
    migration(clone, "000004_more")
    done = clone.hook("order")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "this clone is shallow" in done.stderr
    assert "git fetch --unshallow" in done.stderr
    clone.git("fetch", "-q", "--unshallow")
    refused(clone.hook("order"), UP_3)


def test_a_shallow_clone_of_one_branch_judges_what_it_has(repo: GitRepo, remote: str, tmp_path: Path):
    clone = GitRepo(root=tmp_path / "clone", env=repo.env)
    repo.git("clone", "-q", "--depth", "1", f"file://{remote}", str(clone.root))
    migration(clone, "000003_ours")
    assert clone.hook("order").returncode == 0
    migration(clone, "000005_far")
    refused(clone.hook("order"), "no version 4")


def test_a_clean_merge_is_refused_before_it_is_committed(repo: GitRepo, installed: Path):
    """Two numbers, no conflict: pre-merge-commit, where git has not written MERGE_HEAD yet."""
    repo.git("switch", "-qc", "feature")
    migration(repo, "000003_ours", lock=False)
    repo.commit("ours")
    repo.git("switch", "-q", "main")
    repo.pair("000003_theirs")
    repo.pair("000004_theirs")
    repo.commit_all("theirs")
    repo.git("switch", "-q", "feature")
    shutil.copytree(installed, repo.root / ".git/hooks", dirs_exist_ok=True)
    config = "".join(
        f"      - {{id: {name}, name: {name}, entry: {sys.executable} -m hooks.{name}, language: system, "
        "always_run: true, pass_filenames: false, stages: [pre-merge-commit]}\n"
        for name in ("naming", "order")
    )
    repo.write(".pre-commit-config.yaml", f"repos:\n  - repo: local\n    hooks:\n{config}")
    repo.git("add", ".pre-commit-config.yaml")
    repo.git("commit", "-qm", "config", "--no-verify")
    done = repo.git("merge", "-q", "-m", "m", "main", code=None)
    refused(done, "[guardian-order]", "[guardian-duplicate]")
    assert repo.git("rev-list", "--merges", "--count", "HEAD").stdout == "0\n"


def test_a_squash_takes_a_number_that_was_there(repo: GitRepo):
    """The baseline's line says what it replaces; its number is not new."""
    repo.lock(1, 2)
    repo.commit_all("promoted")
    repo.git("switch", "-qc", "squash")
    lock = read_lock(repo.root / "migrations")
    assert lock is not None
    repo.git("rm", "-q", "migrations/*.sql")
    files = [MigrationFile(name=f"000002_baseline.{d}.sql", content=b"select 1;\n") for d in ("up", "down")]
    for file in files:
        repo.write(f"migrations/{file.name}", file.content)
    write_lock(
        repo.root / "migrations",
        build_lock_file(squash_lines(lock.lines, files, version=2, targets=["prod"], when=WHEN)),
    )
    repo.git("add", "-A")
    assert repo.hook("order").returncode == 0


def test_a_new_title_is_no_new_version(repo: GitRepo):
    for direction in ("up", "down"):
        repo.git("mv", f"migrations/000002_aegis_v2.{direction}.sql", f"migrations/000002_aegis.{direction}.sql")
    assert repo.hook("order").returncode == 0


@pytest.mark.parametrize("broken", ['[naming]\ndigits = "6"\n', "[naming]\nstyle = 'roman'\n", "[git]\nbranch = 'x'\n"])
def test_a_wrong_configuration_is_one_sentence(repo: GitRepo, broken: str):
    repo.write("guardian.toml", broken)
    migration(repo, "000003_ours")
    done = repo.hook("order")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "guardian.toml: [" in done.stderr


def test_timestamps(git_repo: GitRepo):
    """Gaps are not judged, and what is older than the target branch's last is late."""
    repo = git_repo
    repo.write("guardian.toml", "[naming]\nstyle = 'timestamp'\n")
    committed(repo, "20260118100000_a")
    repo.git("switch", "-qc", "feature")
    repo.git("switch", "-q", "main")
    committed(repo, "20260120100000_theirs")
    repo.git("switch", "-q", "feature")
    migration(repo, "20260121100000_later")
    assert repo.hook("order").returncode == repo.hook("naming").returncode == 0
    migration(repo, "20260119100000_late")
    refused(repo.hook("order"), "20260119100000_late.up.sql", "main is at version 20260120100000", "guardian renumber")
    migration(repo, "000004_x", "20261399100000_y")
    refused(repo.hook("naming"), "has 6 digits, not 14", "20261399100000 is no time")


def test_existing_numbers_of_other_lengths(git_repo: GitRepo):
    git_repo.write("guardian.toml", "[naming]\ndigits = 4\nallow_gaps = true\n")
    committed(git_repo, "0001_a")
    migration(git_repo, "0007_b")
    assert git_repo.hook("naming").returncode == git_repo.hook("order").returncode == 0
    migration(git_repo, "000008_c")
    refused(git_repo.hook("naming"), "has 6 digits, not 4", "0008_c.down.sql")


def test_a_thousand_migrations_are_judged_within_two_seconds(repo: GitRepo):
    """With a target branch that has another thousand."""
    migration(repo, *(f"{number:06d}_more" for number in range(3, 1003)))
    repo.git("commit", "-qm", "many", "--no-verify")
    repo.git("switch", "-qc", "feature")
    repo.git("switch", "-q", "main")
    committed(repo, *(f"{number:06d}_theirs" for number in range(1003, 2003)))
    repo.git("switch", "-q", "feature")
    migration(repo, "001003_ours")
    start = processor_time()
    refused(repo.hook("order"), "main is at version 2002 already")
    assert processor_time() - start < 2


def test_it_is_quick_where_no_migration_is_touched(repo: GitRepo):
    repo.write("README.md", "more\n")
    repo.git("add", "-A")
    took, nothing = [], []
    for _ in range(5):
        start = processor_time()
        assert repo.hook("order").returncode == 0
        between = processor_time()
        repo.run(sys.executable, "-c", "")
        took.append(between - start)
        nothing.append(processor_time() - between)
    assert min(took) < max(0.150, 12 * min(nothing))


def test_at_a_push(repo: GitRepo, remote: str, installed: Path):
    """Through pre-commit: a branch that the remote does not know yet, and one that it does."""
    repo.git("switch", "-qc", "feature")
    migration(repo, "000003_ours")
    repo.commit("ours")
    shutil.copytree(installed, repo.root / ".git/hooks", dirs_exist_ok=True)
    repo.write(".pre-commit-config.yaml", config())
    repo.commit_all("hooks")
    repo.git("push", "-q", "origin", "feature")
    repo.git("switch", "-qc", "elsewhere", "main")
    committed(repo, "000003_theirs")
    repo.git("push", "-q", "--no-verify", "origin", "elsewhere:main")
    repo.git("switch", "-q", "feature")
    migration(repo, "000004_more")
    repo.git("commit", "-qm", "more", "--no-verify")
    refused(repo.git("push", "-q", "origin", "feature", code=None), UP_3, "guardian renumber")
    refused(repo.git("push", "-q", "origin", "feature:another", code=None), UP_3)


def test_in_a_bare_repository(repo: GitRepo, remote: str):
    """As a pre-receive hook would ask."""
    main_goes_on(repo, "000003_theirs")
    repo.git("commit", "-qm", "ours", "--no-verify")
    repo.git("push", "-q", "origin", "main", "feature")
    bare = Path(remote)
    refused(repo.hook("order", "--strict", "--from-ref", "0" * 40, "--to-ref", "feature", cwd=bare), UP_3)
    assert repo.hook("order", "--strict", "--from-ref", "main~1", "--to-ref", "main", cwd=bare).returncode == 0
    assert repo.hook("order", "--strict", "--from-ref", "main", "--to-ref", "0" * 40, cwd=bare).returncode == 0
    assert repo.hook("order", cwd=bare).returncode == 2


@pytest.mark.parametrize("state", ["rebase", "cherry-pick", "octopus"])
def test_in_the_middle_of(repo: GitRepo, state: str):
    """What git is at does not matter: ours comes too late in each case, and under a later number it does not."""
    repo.git("switch", "-qc", "third")
    committed(repo, "000003_third")
    repo.git("switch", "-qc", "feature", "main")
    committed(repo, "000003_ours")
    repo.git("switch", "-q", "main")
    committed(repo, "000003_theirs", "000004_theirs")
    repo.git("switch", "-q", *(["--detach"] if state == "cherry-pick" else ["feature"]))
    if state == "octopus":
        for branch in ("main", "third", "feature"):  # without lock lines, as an octopus merge resolves nothing
            repo.git("switch", "-q", branch)
            repo.git("checkout", "-q", "main~1", "--", "migrations/guardian.lock")
            repo.git("commit", "-qm", "no lines", "--no-verify", code=None)
        repo.git("merge", "-q", "--no-commit", "main", "third")
    else:
        repo.git(*(["rebase", "main"] if state == "rebase" else ["cherry-pick", "feature"]), code=1)
        done = repo.hook("order")
        assert (done.returncode, done.stderr.count("\n")) == (1, 1)
        assert "has merge conflicts" in done.stderr
        repo.git("checkout", "-q", "main", "--", "migrations/guardian.lock")
    refused(repo.hook("order"), UP_3, "main is at version 4 already")
    for number, name in enumerate(("ours", "third") if state == "octopus" else ("ours",), 5):
        for direction in ("up", "down"):
            repo.git(
                "mv", f"migrations/000003_{name}.{direction}.sql", f"migrations/{number:06d}_{name}.{direction}.sql"
            )
    assert repo.hook("order").returncode == repo.hook("naming").returncode == 0
