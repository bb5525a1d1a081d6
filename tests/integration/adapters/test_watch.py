from __future__ import annotations

import shutil
import subprocess
import threading
import time

import pytest

from guardian.adapters.watch import CannotWatch, DirectoryWatch


class Hints:
    """Counts hints; `wait` returns whether one came since the last `clear`."""

    def __init__(self):
        self._event = threading.Event()
        self.count = 0

    def __call__(self):
        self.count += 1
        self._event.set()

    def wait(self, seconds=5.0):
        return self._event.wait(seconds)

    def clear(self):
        settle(self)
        self._event.clear()
        self.count = 0


def settle(hints, quiet=0.3):
    """Wait until no hint came for a moment."""
    before = -1
    while before != hints.count:
        before = hints.count
        time.sleep(quiet)


def until(condition, seconds=5.0):
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


@pytest.fixture
def migrations(tmp_path):
    directory = tmp_path / "migrations"
    directory.mkdir()
    (directory / "000001_a.up.sql").write_text("select 1;")
    return directory


@pytest.fixture
def hints():
    return Hints()


@pytest.fixture(params=[False, True], ids=["inotify", "polling"])
def watch(request, migrations, hints):
    with DirectoryWatch(migrations, hints, polling=request.param) as watch:
        hints.clear()
        yield watch


def test_a_new_file_and_a_write_and_a_removal_give_hints(watch, migrations, hints):
    file = migrations / "000002_b.up.sql"
    for change in (lambda: file.write_text("select 2;"), lambda: file.write_text("select 22;"), file.unlink):
        hints.clear()
        change()
        assert hints.wait()


def test_an_atomic_replacement_gives_a_hint(watch, migrations, hints, tmp_path):
    outside = tmp_path / "draft"
    outside.write_text("select 3;")
    hints.clear()
    outside.replace(migrations / "000001_a.up.sql")
    assert hints.wait()


def test_reading_and_listing_give_none(watch, migrations, hints):
    for _ in range(20):
        assert (migrations / "000001_a.up.sql").read_text()
        assert list(migrations.iterdir())
    subprocess.run(["cat", *migrations.iterdir()], check=True, stdout=subprocess.DEVNULL)
    assert not hints.wait(1.5)


def test_what_happens_beside_the_directory_gives_none(watch, migrations, hints):
    (migrations.parent / "elsewhere.txt").write_text("x")
    (migrations.parent / "other").mkdir()
    assert not hints.wait(1.5)


def test_a_directory_removed_and_made_again_is_watched_again(watch, migrations, hints):
    for _ in range(3):
        shutil.rmtree(migrations)
        assert hints.wait()
        settle(hints)
        hints.clear()
        migrations.mkdir()
        assert hints.wait()
        assert until(watch.healthy)
        hints.clear()
        (migrations / "000009_z.up.sql").write_text("select 9;")
        assert hints.wait()


def test_a_directory_replaced_at_once_is_watched_again(watch, migrations, hints):
    """The new one may have the old one's inode number."""
    shutil.rmtree(migrations)
    migrations.mkdir()
    assert hints.wait()
    assert until(watch.healthy)
    hints.clear()
    (migrations / "000009_z.up.sql").write_text("select 9;")
    assert hints.wait()


def test_a_directory_renamed_into_place_is_watched(watch, migrations, hints):
    migrations.rename(migrations.parent / "old")
    (migrations.parent / "new").mkdir()
    (migrations.parent / "new").rename(migrations)
    assert hints.wait()
    assert until(watch.healthy)
    hints.clear()
    (migrations / "000009_z.up.sql").write_text("select 9;")
    assert hints.wait()


def test_a_directory_that_is_not_there_yet_is_watched_once_it_is(tmp_path, hints):
    directory = tmp_path / "later"
    with DirectoryWatch(directory, hints) as watch:
        assert watch.healthy()
        directory.mkdir()
        assert hints.wait()
        hints.clear()
        (directory / "000001_a.up.sql").write_text("x")
        assert hints.wait()


def git(directory, *arguments):
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org")
    subprocess.run(["git", *identity, *arguments], cwd=directory, check=True, capture_output=True)


def test_git_checkout_of_a_branch_without_the_directory_and_back(watch, migrations, hints):
    repository = migrations.parent
    git(repository, "init", "-q", "-b", "main")
    (repository / "README").write_text("x")
    git(repository, "add", "README")
    git(repository, "commit", "-qm", "empty")
    git(repository, "checkout", "-qb", "feature")
    for number in range(30):
        (migrations / f"{number:06}_m.up.sql").write_text("select 1;")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "migrations")
    hints.clear()
    for _ in range(2):
        git(repository, "checkout", "-q", "main")
        assert not migrations.exists()
        git(repository, "checkout", "-q", "feature")
    assert hints.wait()
    assert until(watch.healthy)
    settle(hints)
    hints.clear()
    (migrations / "000031_m.up.sql").write_text("select 1;")
    assert hints.wait()


def test_with_the_parent_gone_it_is_unhealthy_and_a_restart_mends_it(migrations, hints):
    parent = migrations.parent / "checkout"
    directory = parent / "migrations"
    directory.mkdir(parents=True)
    with DirectoryWatch(directory, hints) as watch:
        assert watch.healthy()
        shutil.rmtree(parent)
        assert until(lambda: not watch.healthy())
        with pytest.raises(CannotWatch, match="No such file or directory"):
            watch.restart()
        assert not watch.healthy()
        directory.mkdir(parents=True)
        hints.clear()
        watch.restart()
        assert watch.healthy()
        assert hints.count == 1
        hints.clear()
        (directory / "000001_a.up.sql").write_text("x")
        assert hints.wait()


def test_a_stopped_watch_is_unhealthy_and_leaves_no_thread(migrations, hints):
    before = threading.active_count()
    watch = DirectoryWatch(migrations, hints)
    assert not watch.healthy()
    watch.start()
    assert watch.healthy()
    watch.stop()
    watch.stop()
    assert not watch.healthy()
    assert until(lambda: threading.active_count() == before)
