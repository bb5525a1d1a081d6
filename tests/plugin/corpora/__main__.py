"""Build the regression databases of PostgreSQL 15 and 18 from Debian's source packages.

15 is Debian's own server, 18 the embedded one. Needs apt-get, dpkg and a C compiler, but no rights on the system: the
packages are fetched with a list of sources of our own, and nothing is installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path

from guardian.pg.embedded import binaries
from guardian.pg.embedded.account import current_account
from guardian.pg.embedded.cache import _copy_install
from tests.plugin.corpora.place import DATABASE, MAJORS, ROOM, Corpus, CorpusServer, running

# The releases of Debian that have 15 and 18, from the mirror that this machine uses.
SUITES = "bookworm sid"
_SIGNED_BY = "/usr/share/keyrings/debian-archive-keyring.gpg"


def main() -> None:
    missing = [name for name in ("apt-get", "dpkg-deb", "gcc", "tar") if shutil.which(name) is None]
    if missing:
        sys.exit(f"corpora: needs {', '.join(missing)}, as Debian has them")
    wanted = [Corpus(major) for major in MAJORS if not Corpus(major).data.exists()]
    if not wanted:
        return
    ROOM.mkdir(mode=0o755, exist_ok=True)
    if not current_account().can_enter(ROOM):
        sys.exit(f"corpora: the server's account cannot pass into {ROOM}; set GUARDIAN_TEST_CORPORA to another folder")
    with tempfile.TemporaryDirectory(dir=ROOM, ignore_cleanup_errors=True) as found:
        workshop = Path(found)
        workshop.chmod(0o755)
        apt = _apt(workshop)
        for corpus in wanted:
            _say(f"PostgreSQL {corpus.major}")
            _build(corpus, apt, workshop / str(corpus.major))


def _apt(workshop: Path) -> list[str]:
    """Return apt-get with lists and sources of its own."""
    for folder in ("lists/partial", "cache/archives/partial", "sources"):
        (workshop / folder).mkdir(parents=True)
    (workshop / "sources" / "debian.sources").write_text(
        f"Types: deb deb-src\nURIs: {_mirror()}\nSuites: {SUITES}\nComponents: main\nSigned-By: {_SIGNED_BY}\n"
    )
    places = {
        "Dir::Etc::sourcelist": "/dev/null",
        "Dir::Etc::sourceparts": workshop / "sources",
        "Dir::State::lists": workshop / "lists",
        "Dir::Cache": workshop / "cache",
        "APT::Sandbox::User": "root",
    }
    apt = ["apt-get", "--quiet=2", *(word for name, place in places.items() for word in ("-o", f"{name}={place}"))]
    _run([*apt, "update"], cwd=workshop)
    return apt


def _mirror() -> str:
    asked = ["apt-get", "indextargets", "--format", "$(ORIGIN) $(LABEL) $(REPO_URI)"]
    lines = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.splitlines()
    found = sorted({line.split()[2] for line in lines if line.startswith("Debian Debian ")})
    if not found:
        sys.exit("corpora: apt knows no mirror of Debian; run apt-get update on a Debian machine first")
    return found[0]


def _build(corpus: Corpus, apt: Sequence[str], workshop: Path) -> None:
    workshop.mkdir(mode=0o755)
    shutil.rmtree(corpus.folder, ignore_errors=True)
    corpus.folder.mkdir(mode=0o755)
    _run([*apt, "source", "--download-only", f"postgresql-{corpus.major}"], cwd=workshop)
    with tarfile.open(next(workshop.glob("*.orig.tar.*"))) as archive:
        archive.extractall(workshop, filter="data")
    source = next(path for path in workshop.glob("postgresql-*") if path.is_dir())
    headers = _install(corpus, apt, workshop)
    _compile(corpus, source, headers)
    _fill(corpus, source / "src/test/regress", workshop)


def _install(corpus: Corpus, apt: Sequence[str], workshop: Path) -> Path:
    """Put a server into the corpus's folder; return where its headers are."""
    if corpus.major == 15:
        _run([*apt, "download", "postgresql-15", "postgresql-client-15", "postgresql-server-dev-15"], cwd=workshop)
        for package in workshop.glob("*.deb"):
            _run(["dpkg-deb", "--extract", package, corpus.folder])
        return corpus.folder / "usr/include/postgresql/15/server"
    original = binaries.install_dir(corpus.major)
    package = original.parent
    _copy_install(original, package.parent / f"{package.name}.libs", corpus.folder)
    return original / "include/postgresql/server"


def _compile(corpus: Corpus, source: Path, headers: Path) -> None:
    library = corpus.install / ("lib" if corpus.major == 15 else "lib/postgresql")
    for file in ("src/test/regress/regress.c", "contrib/spi/autoinc.c", "contrib/spi/refint.c"):
        made = library / Path(file).with_suffix(".so").name
        _run(["gcc", "-O1", "-w", "-fPIC", "-shared", f"-I{headers}", "-o", made, source / file])


def _fill(corpus: Corpus, regress: Path, workshop: Path) -> None:
    """Run the regression tests for what they leave behind; a test that fails here is none of ours."""
    account = current_account()
    data, output = workshop / "data", workshop / "output"
    for folder in (data, output):
        folder.mkdir(mode=0o700)
        account.own(folder)
    options = ["-U", "postgres", "-E", "UTF8", "-A", "trust", "--no-sync", "--locale=C.UTF-8"]
    said = account.run([corpus.tool("initdb"), "-D", data, *options])
    if said:
        sys.exit(f"corpora: initdb of {corpus.major} failed: {said}")
    (output / "results").mkdir()
    account.own(output / "results")
    with running(corpus, data=data) as server:
        _create(corpus, server)
        for line in (regress / "parallel_schedule").read_text().splitlines():
            for test in line.partition("test:")[2].split():
                _test(corpus, server, regress / "sql" / f"{test}.sql", output)
    fresh = corpus.folder / "data.tar.part"
    with tarfile.open(fresh, "w") as archive:
        archive.add(data, "data")
    fresh.rename(corpus.data)


def _create(corpus: Corpus, server: CorpusServer) -> None:
    settings = {
        "lc_messages": "C", "lc_monetary": "C", "lc_numeric": "C", "lc_time": "C", "bytea_output": "hex",
        "timezone_abbreviations": "Default",
    }  # fmt: skip
    statements = [f"create database {DATABASE} template template0"]
    statements += [f"alter database {DATABASE} set {name} to '{value}'" for name, value in settings.items()]
    for statement in statements:
        _run([corpus.tool("psql"), "-Xq", "-d", server.url("postgres"), "-c", statement])


def _test(corpus: Corpus, server: CorpusServer, file: Path, output: Path) -> None:
    """Run one of the tests by itself, with the environment that pg_regress gives it."""
    environment = {
        "PATH": os.environ["PATH"], "LC_ALL": "C", "PGTZ": "America/Los_Angeles", "PGDATESTYLE": "Postgres, MDY",
        "PGOPTIONS": "-c intervalstyle=postgres_verbose", "PG_ABS_SRCDIR": str(file.parents[1]),
        "PG_ABS_BUILDDIR": str(output), "PG_LIBDIR": "$libdir", "PG_DLSUFFIX": ".so",
    }  # fmt: skip
    command: list[str | Path] = [corpus.tool("psql"), "-Xaq", "-d", server.url(), "-f", file]
    try:
        done = subprocess.run(command, env=environment, capture_output=True, check=False, timeout=300, cwd=output)
    except subprocess.TimeoutExpired:
        _say(f"{file.stem} was cut off")
        return
    (corpus.folder / "log").mkdir(exist_ok=True)
    (corpus.folder / "log" / f"{file.stem}.out").write_bytes(done.stdout + done.stderr)


def _run(command: Sequence[str | Path], cwd: Path | None = None) -> None:
    done = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C"}
    )
    if done.returncode != 0:
        sys.exit(f"corpora: {command[0]} failed: {done.stderr[-1000:]}")


def _say(text: str) -> None:
    sys.stderr.write(f"corpora: {text}\n")


if __name__ == "__main__":
    main()
