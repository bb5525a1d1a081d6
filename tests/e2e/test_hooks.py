"""The hooks as git and pre-commit call them at a commit: real repositories, real pre-commit, no network."""

from __future__ import annotations

import re
import resource
import sys
import tomllib
from pathlib import Path

import pytest

from guardian.adapters.migrations_dir import read_lock, write_lock
from guardian.app.lock import rewrite_lock
from guardian.migrate.lock_file import LockFile, LockLine
from tests.plugin.git_repo import PRE_COMMIT, PROJECT, GitRepo, install, refused

UP_1, UP_2 = "migrations/000001_baseline.up.sql", "migrations/000002_aegis_v2.up.sql"
LOCK = "migrations/guardian.lock"


@pytest.fixture
def repo(hooked_repo: GitRepo) -> GitRepo:
    return hooked_repo


def processor_time() -> float:
    """Return seconds that our child processes, and theirs, have used."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def test_new_pair_passes(repo: GitRepo):
    """A well named pair, with or without its lock lines, is committed."""
    repo.pair("000003_users")
    repo.commit_all("three")
    repo.pair("000004_orders")
    rewrite_lock(repo.root / "migrations")
    done = repo.commit_all("four")
    assert "guardian-naming" in done.stdout + done.stderr
    assert repo.git("ls-files", "migrations").stdout.count(".sql") == 8


def test_locked_asks_for_a_lock_file_that_fits(repo: GitRepo):
    repo.pair("000003_users")
    repo.git("add", "-A")
    assert repo.hook("immutable").returncode == 0
    refused(repo.hook("immutable", "--locked"), f"{LOCK}: [guardian-locked] has no line for 000003_users.up.sql")
    rewrite_lock(repo.root / "migrations")
    repo.git("add", "-A")
    assert repo.hook("immutable", "--locked").returncode == 0


def test_first_commit_is_judged(git_repo: GitRepo):
    """Before the first commit the index is compared with nothing."""
    install(git_repo)
    git_repo.write("migrations/000001_Base.up.sql")
    refused(git_repo.commit_all(code=None), "[guardian-naming]", "000001_base.up.sql")
    git_repo.git("rm", "-qf", "migrations/000001_Base.up.sql")
    git_repo.pair("000001_base")
    git_repo.lock(1)
    git_repo.commit_all("first")
    assert git_repo.head()


def test_bad_name_is_refused(repo: GitRepo):
    repo.write("migrations/3-users.sql")
    refused(repo.commit_all(code=None), "migrations/3-users.sql: [guardian-naming]")


def test_missing_down_is_refused(repo: GitRepo):
    repo.write("migrations/000003_users.up.sql")
    refused(repo.commit_all(code=None), "[guardian-pair]", "000003_users.down.sql")


def test_deleting_one_of_a_pair_is_refused(repo: GitRepo):
    """Also where the commit holds nothing but the deletion."""
    repo.git("rm", "-q", "migrations/000002_aegis_v2.down.sql")
    refused(repo.commit(code=None), "[guardian-pair]")


def test_edited_promoted_file_is_refused(repo: GitRepo):
    repo.write(UP_1, "select 2;\n")
    refused(
        repo.commit_all(code=None),
        f"{UP_1}: [guardian-immutable]",
        "2026-01-18T10:00:00Z on prod",
        "its content is changed",
        "guardian new NAME",
    )


def test_edited_unpromoted_file_passes(repo: GitRepo):
    repo.write(UP_2, "select 2;\n")
    before = repo.head()
    repo.commit_all()
    assert repo.head() != before


def test_deletion_only_commit_is_refused(repo: GitRepo):
    repo.git("rm", "-q", UP_1, UP_1.replace(".up.", ".down."))
    refused(repo.commit(code=None), f"{UP_1}: [guardian-immutable]", "is deleted")


def test_deleting_everything_is_refused(repo: GitRepo):
    repo.git("rm", "-rq", "migrations")
    refused(repo.commit(code=None), f"{UP_1}: [guardian-immutable]", f"{LOCK}: [guardian-immutable]")


def test_rename_is_refused(repo: GitRepo):
    repo.git("mv", UP_1, "migrations/000001_base.up.sql")
    refused(repo.commit(code=None), UP_1, "is renamed to 000001_base.up.sql")


def test_case_only_rename_is_refused(repo: GitRepo):
    repo.git("mv", UP_1, "migrations/000001_Baseline.up.sql")
    refused(repo.commit(code=None), UP_1, "is renamed to 000001_Baseline.up.sql")


def test_move_to_a_sub_folder_is_refused(repo: GitRepo):
    (repo.root / "migrations/old").mkdir()
    repo.git("mv", UP_1, "migrations/old/")
    refused(repo.commit(code=None), UP_1, "is deleted")


def test_symbolic_link_in_place_of_a_file_is_refused(repo: GitRepo):
    """Even one to a file that holds the same text."""
    content = (repo.root / UP_1).read_text()
    (repo.root / UP_1).unlink()
    repo.write("copy.sql", content)
    (repo.root / UP_1).symlink_to("../copy.sql")
    refused(repo.commit_all(code=None), UP_1, "is now a symbolic link")


def test_directory_replaced_by_a_link_is_refused(repo: GitRepo):
    (repo.root / "migrations").rename(repo.root / "db")
    (repo.root / "migrations").symlink_to("db")
    refused(repo.commit_all(code=None), UP_1, "[guardian-immutable]")


def test_executable_bit_is_no_breach(repo: GitRepo):
    (repo.root / UP_1).chmod(0o755)
    before = repo.head()
    repo.commit_all()
    assert repo.head() != before


def test_line_endings_are_no_breach(repo: GitRepo):
    """CRLF and a byte order mark leave the migration the same."""
    content = (repo.root / UP_1).read_bytes()
    repo.write(UP_1, b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"))
    repo.write(LOCK, (repo.root / LOCK).read_bytes().replace(b"\n", b"\r\n"))
    before = repo.head()
    repo.commit_all()
    assert repo.head() != before


def test_good_index_passes_whatever_the_disk_holds(repo: GitRepo):
    repo.pair("000003_users")
    repo.git("add", "-A")
    repo.write(UP_1, "select 2;\n")
    before = repo.head()
    assert repo.hook("immutable").returncode == 0
    repo.commit()
    assert repo.head() != before


def test_bad_index_is_refused_whatever_the_disk_holds(repo: GitRepo):
    content = (repo.root / UP_1).read_text()
    repo.write(UP_1, "select 2;\n")
    repo.git("add", "-A")
    repo.write(UP_1, content)
    refused(repo.hook("immutable"), UP_1)
    refused(repo.commit(code=None), UP_1)


def test_committing_named_files_judges_their_index(repo: GitRepo):
    """`git commit FILE` hands the hook an index of its own."""
    repo.write(UP_1, "select 2;\n")
    repo.git("add", UP_1)
    repo.write("README.md", "more\n")
    repo.git("commit", "-q", "-m", "readme only", "README.md")
    refused(repo.git("commit", "-q", "-m", "that file", UP_1, code=None), UP_1)


def test_intent_to_add_is_not_staged(repo: GitRepo):
    """`git add -N` promises a file; it is not in the commit yet."""
    repo.write("migrations/3-users.sql")
    repo.git("add", "-N", "migrations/3-users.sql")
    repo.pair("000003_users")
    repo.git("add", "migrations/000003_users.up.sql", "migrations/000003_users.down.sql")
    assert repo.hook("naming").returncode == 0


def test_unpromoting_by_hand_is_refused(repo: GitRepo):
    """With and without a header that fits."""
    lock = read_lock(repo.root / "migrations")
    assert lock is not None
    repo.write(LOCK, (repo.root / LOCK).read_text().replace(" promoted=2026-01-18T10:00:00Z:prod", ""))
    refused(repo.commit_all(code=None), f"{LOCK}:1: [guardian-immutable]", "edited", "no longer marked as promoted")
    cleared = LockFile(tuple(LockLine(file=line.file, checksum=line.checksum) for line in lock.lines))
    write_lock(repo.root / "migrations", cleared)
    refused(repo.commit_all(code=None), f"{LOCK}: [guardian-immutable]", "no longer marked as promoted")


def test_guardian_lock_puts_an_edited_lock_file_right(repo: GitRepo):
    """The remedy that the hook names works."""
    before = (repo.root / LOCK).read_text()
    repo.write(LOCK, before.replace(" promoted=2026-01-18T10:00:00Z:prod", ""))
    assert rewrite_lock(repo.root / "migrations")
    assert (repo.root / LOCK).read_text() == before
    assert not rewrite_lock(repo.root / "migrations")


def test_restoring_what_got_around_the_hook_passes(repo: GitRepo):
    """After --no-verify the next commit in migrations/ says so, and putting the file back is allowed."""
    content = (repo.root / UP_1).read_text()
    repo.write(UP_1, "select 2;\n")
    repo.git("commit", "-qam", "around", "--no-verify")
    repo.pair("000003_users")
    refused(repo.commit_all(code=None), UP_1)
    repo.write(UP_1, content)
    repo.commit_all("put back")
    assert repo.git("status", "--porcelain").stdout == ""


def test_two_branches_conflict_in_the_lock_file(repo: GitRepo):
    """Both add a migration; git stops at guardian.lock, and `guardian lock` keeps the promotions of both sides."""
    folder = repo.root / "migrations"
    repo.git("switch", "-qc", "feature")
    repo.pair("000003_feature")
    rewrite_lock(folder)
    repo.commit_all("feature")
    repo.git("switch", "-q", "main")
    repo.pair("000003_main")
    rewrite_lock(folder)
    repo.lock(2, 3)
    repo.commit_all("main")
    repo.git("switch", "-q", "feature")
    done = repo.git("merge", "main", code=1)
    assert f"CONFLICT (content): Merge conflict in {LOCK}" in done.stdout
    repo.git("add", LOCK)
    refused(repo.commit("merge", code=None), f"{LOCK}:1: [guardian-immutable]", "[guardian-duplicate]", "000004")
    repo.git("mv", "migrations/000003_feature.up.sql", "migrations/000004_feature.up.sql")
    repo.git("mv", "migrations/000003_feature.down.sql", "migrations/000004_feature.down.sql")
    assert rewrite_lock(folder)
    repo.git("add", LOCK)
    repo.commit("merge")
    lock = read_lock(folder)
    assert lock is not None
    assert [line.version for line in lock.promoted] == [1, 1, 2, 2, 3, 3]
    assert [line.version for line in lock.lines] == [1, 1, 2, 2, 3, 3, 4, 4]


def test_clean_merge_that_drops_what_is_promoted_is_refused(repo: GitRepo):
    """pre-merge-commit sees the other parent's promotions before git writes MERGE_HEAD."""
    repo.git("switch", "-qc", "feature")
    repo.write("README.md", "feature\n")
    repo.commit_all("feature")
    repo.git("switch", "-q", "main")
    repo.lock(2)
    repo.commit_all("promoted 2")
    repo.git("switch", "-q", "feature")
    refused(repo.git("merge", "-q", "-s", "ours", "-m", "m", "main", code=None), LOCK, "no longer marked as promoted")
    repo.git("merge", "--abort", code=None)
    repo.git("reset", "-q", "--hard")
    repo.git("merge", "-q", "-m", "m", "main")
    assert repo.git("rev-list", "--merges", "--count", "HEAD").stdout == "1\n"


def test_worktree(repo: GitRepo, tmp_path: Path):
    other = tmp_path / "other tree"
    repo.git("worktree", "add", "-q", "-b", "side", str(other))
    (other / UP_1).write_text("select 2;\n")
    refused(repo.git("commit", "-qam", "x", code=None, cwd=other), UP_1)


def test_submodule(repo: GitRepo, tmp_path: Path):
    outer = GitRepo(root=tmp_path / "outer", env=repo.env)
    outer.root.mkdir()
    outer.git("init", "-q")
    outer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(repo.root), "inner")
    (outer.root / "inner" / UP_1).write_text("select 2;\n")
    outer.git("add", "-A", cwd=outer.root / "inner")
    refused(outer.hook("immutable", cwd=outer.root / "inner"), UP_1)


def test_commit_from_a_sub_folder(repo: GitRepo):
    folder = repo.root / "src"
    folder.mkdir()
    repo.write(UP_1, "select 2;\n")
    repo.git("add", "-A")
    refused(repo.git("commit", "-qm", "x", code=None, cwd=folder), UP_1)
    refused(repo.hook("immutable", cwd=folder), UP_1)
    refused(repo.hook("immutable", "--migrations", "../migrations", cwd=folder), UP_1)


def test_odd_paths(git_repo: GitRepo):
    """Blanks, quotes, umlauts, newlines and bytes that are no UTF-8 in a path all reach the rules."""
    directory = 'db "ü"\nx'
    git_repo.pair("000001_baseline", directory)
    git_repo.lock(1, directory=directory)
    git_repo.commit_all("first")
    git_repo.write(f"{directory}/000001_baseline.up.sql", "select 2;\n")
    git_repo.write(f"{directory}/000002_naïve.up.sql")
    git_repo.write(f"{directory}/000003_\udcff.up.sql")
    git_repo.git("add", "-A")
    refused(git_repo.hook("immutable", "--migrations", directory), "000001_baseline.up.sql", "its content is changed")
    refused(git_repo.hook("naming", "--migrations", directory), "na\\u00efve", "\\udcff")


def test_directory_from_the_staged_configuration(git_repo: GitRepo):
    git_repo.write("guardian.toml", 'migrations = "db/changes"\n')
    git_repo.pair("000001_baseline", "db/changes")
    git_repo.lock(1, directory="db/changes")
    git_repo.commit_all("first")
    git_repo.git("rm", "-q", "db/changes/000001_baseline.up.sql")
    refused(git_repo.hook("immutable"), "db/changes/000001_baseline.up.sql", "is deleted")


def test_pointing_the_configuration_elsewhere_is_refused(git_repo: GitRepo):
    """The directory may move as a whole, but nothing promoted may be left behind."""
    git_repo.pair("000001_baseline")
    git_repo.lock(1)
    git_repo.commit_all("first")
    git_repo.write("guardian.toml", 'migrations = "db"\n')
    git_repo.git("add", "-A")
    refused(git_repo.hook("immutable"), "db/000001_baseline.up.sql", "is deleted")
    git_repo.git("mv", "migrations", "db")
    assert git_repo.hook("immutable").returncode == 0


def test_broken_configuration_can_be_put_right(git_repo: GitRepo):
    git_repo.write("guardian.toml", "migrations = ")
    git_repo.pair("000001_baseline", "db")
    git_repo.lock(1, directory="db")
    git_repo.commit_all()
    git_repo.write("guardian.toml", "migrations = 'db'\n")
    git_repo.git("add", "-A")
    assert git_repo.hook("immutable").returncode == 0
    git_repo.git("rm", "-q", "db/000001_baseline.up.sql")
    refused(git_repo.hook("immutable"), "db/000001_baseline.up.sql", "is deleted")


def test_wrong_configuration_is_one_sentence(git_repo: GitRepo):
    git_repo.write("guardian.toml", 'migrations = "../outside"\n')
    git_repo.pair("000001_baseline")
    git_repo.git("add", "-A")
    done = git_repo.hook("naming")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "guardian.toml: migrations: expected a folder inside the repository" in done.stderr


def test_merge_that_puts_a_version_below_a_promoted_one_is_refused(repo: GitRepo):
    """Neither side is wrong by itself, and git sees no conflict without lock lines."""
    repo.git("switch", "-qc", "feature")
    repo.pair("000003_feature")
    repo.commit_all("feature")
    repo.git("switch", "-q", "main")
    repo.pair("000003_main")
    repo.pair("000004_main")
    repo.lock(2, 3, 4)
    repo.commit_all("main")
    repo.git("switch", "-q", "feature")
    done = repo.git("merge", "-q", "-m", "m", "main", code=None)
    refused(done, "000003_feature.up.sql: [guardian-order]", "[guardian-duplicate]", "000005")


@pytest.mark.parametrize("hook", ["naming", "immutable"])
def test_no_repository_is_one_sentence(git_repo: GitRepo, tmp_path: Path, hook: str):
    done = git_repo.hook(hook, cwd=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "is not in a git repository; run this inside one" in done.stderr


def test_missing_git_is_one_sentence(repo: GitRepo, tmp_path: Path):
    done = repo.hook("naming", PATH=str(tmp_path))
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "install git" in done.stderr


@pytest.mark.parametrize("hook", ["naming", "immutable", "lock", "branch"])
def test_hook_starts_light(repo: GitRepo, hook: str):
    """No heavy library is imported for a check that needs git alone."""
    heavy = {"psycopg", "rich", "requests", "structlog", "click", "postgast", "watchdog", "jinja2", "flask"}
    code = f"import sys, hooks.{hook} as h; code = h.main([]); print(code, sorted({heavy!r} & set(sys.modules)))"
    assert repo.run(sys.executable, "-c", code).stdout == "0 []\n"


@pytest.mark.parametrize("hook", ["naming", "immutable"])
def test_hook_is_quick_where_no_migration_is_touched(repo: GitRepo, hook: str):
    """Under 150 ms, git included; where the machine is busy, under twelve starts of a Python that does nothing."""
    repo.write("README.md", "more\n")
    repo.git("add", "-A")
    took, nothing = [], []
    for _ in range(5):
        start = processor_time()
        assert repo.hook(hook).returncode == 0
        between = processor_time()
        repo.run(sys.executable, "-c", "")
        took.append(between - start)
        nothing.append(processor_time() - between)
    assert min(took) < max(0.150, 12 * min(nothing))


def test_both_hook_lists_are_valid_and_name_real_commands(repo: GitRepo):
    """What other repositories take from this one, and what this one asks of itself."""
    manifest, own = PROJECT / ".pre-commit-hooks.yaml", PROJECT / ".pre-commit-config.yaml"
    assert repo.run(PRE_COMMIT, "validate-manifest", str(manifest)).returncode == 0
    assert repo.run(PRE_COMMIT, "validate-config", str(own)).returncode == 0
    scripts = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]["scripts"]
    entries = re.findall(r"^  entry: (.*)$", manifest.read_text(), re.MULTILINE)
    names = ("naming", "immutable", "order", "lock", "lint", "rehearse", "branch")
    assert entries == [f"guardian-{name}" for name in names]
    assert set(entries) <= scripts.keys()


def test_thousand_migrations_are_judged_within_two_seconds(repo: GitRepo):
    for number in range(3, 1003):
        repo.pair(f"{number:06d}_more")
    repo.lock(*range(1, 1003))
    repo.git("add", "-A")
    repo.git("commit", "-qm", "many", "--no-verify")
    repo.pair("001003_more")
    repo.git("add", "-A")
    for hook in ("naming", "immutable"):
        start = processor_time()
        assert repo.hook(hook).returncode == 0
        assert processor_time() - start < 2
