"""What is made once per wheel version: an initdb'ed template, and binaries that the server's account can read.

Everything is built under a temporary name and renamed, so that two first starts at once, or one that is cut off,
leave either nothing or the whole.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path

import platformdirs

from guardian import clock
from guardian.errors import GuardianError
from guardian.pg.embedded import binaries
from guardian.pg.embedded.account import Account
from guardian.pg.embedded.failure import explain
from guardian.pg.embedded.folders import is_safe, make_folders

# Counts up with every change of what lies in the cache, so that two guardian versions do not undo each other's.
_LAYOUT = 2
_BUILDING = ".building-"
_ABANDONED_AFTER = 3600.0
_OWN_LOCALE_SINCE = 17


def cache_root(account: Account, *, override: Path | None = None) -> Path:
    """Return the folder for this wheel version, made where it is missing, checked to be in nobody else's hands."""
    for base in [override] if override else _bases(account):
        folder = base / f"embedded-{binaries.wheel_version()}-{_LAYOUT}"
        try:
            make_folders(folder, mode=0o755)
        except OSError:
            continue
        if is_safe(folder) and os.access(folder, os.W_OK) and account.can_enter(folder):
            return folder
    tried = ", ".join(str(base) for base in ([override] if override else _bases(account)))
    raise GuardianError(
        f"no safe folder for the embedded server's cache (tried {tried}); make one writable for you only"
    )


def _bases(account: Account) -> list[Path]:
    usual = platformdirs.site_cache_path("guardian") if account.dropped else platformdirs.user_cache_path("guardian")
    return [usual, *(Path(base) / f"guardian-cache-{os.geteuid()}" for base in (tempfile.gettempdir(), "/tmp"))]  # noqa: S108


def install_for(account: Account, major: int, root: Path) -> Path:
    """Return an install folder whose binaries the server's account can run: the wheel's own, or a copy of it."""
    original = binaries.install_dir(major)
    libraries = original.parent.parent / f"{original.parent.name}.libs"
    if not account.dropped or _readable(account, original, libraries):
        return original
    copy = _once(root / f"binaries-{major}", lambda folder: _copy_install(original, libraries, folder))
    return copy / original.parent.name / original.name


def _readable(account: Account, install: Path, libraries: Path) -> bool:
    samples = [install / "bin" / "postgres", install / "bin" / "initdb", install / "share", install / "lib"]
    samples += [libraries, *libraries.glob("*")] if libraries.is_dir() else []
    return all(account.can_reach(sample) for sample in samples)


def _copy_install(install: Path, libraries: Path, folder: Path) -> None:
    """Copy what a server needs; the programs find their libraries three folders up, beside the package's."""
    below = folder / install.parent.name / install.name
    for part in ("bin", "lib", "share"):
        shutil.copytree(install / part, below / part, symlinks=True, ignore=shutil.ignore_patterns("*.a", "pkgconfig"))
    # Beside the package on Linux, inside it on macOS.
    for found, place in ((libraries, folder), (install.parent / ".dylibs", folder / install.parent.name)):
        if found.is_dir():
            shutil.copytree(found, place / found.name, symlinks=True)
    _open_for_reading(folder)


def _open_for_reading(folder: Path) -> None:
    for current, _, files, descriptor in os.fwalk(folder):
        os.fchmod(descriptor, 0o755)
        for name in files:
            if not (Path(current) / name).is_symlink():
                runs = os.stat(name, dir_fd=descriptor).st_mode & stat.S_IXUSR
                os.chmod(name, 0o755 if runs else 0o644, dir_fd=descriptor)


def template_for(account: Account, major: int, install: Path, root: Path) -> Path:
    """Return a folder to copy a throw-away server's data from."""
    return _once(root / f"template-{major}", lambda folder: _make_template(account, major, install, root, folder))


def _make_template(account: Account, major: int, install: Path, root: Path, folder: Path) -> None:
    """Let the server's account make the data, then take it over file by file into folders that only we write to."""
    with tempfile.TemporaryDirectory(dir=root, prefix=_BUILDING) as workshop:
        Path(workshop).chmod(0o711)
        data = Path(workshop) / "data"
        # Small segments: a template with one of 16 MB takes twice as long to copy.
        initdb(account, major, install, data, "--wal-segsize=1")
        _take_over(data, folder, account)


def _take_over(data: Path, folder: Path, account: Account) -> None:
    """Copy regular files and folders of the server's account; no link is followed, whoever else runs as `nobody`."""
    for current, folders, files, descriptor in os.fwalk(data, follow_symlinks=False):
        into = folder / Path(current).relative_to(data)
        for name in folders:
            (into / name).mkdir()
        for name in files:
            source = os.open(name, os.O_RDONLY | os.O_NOFOLLOW, dir_fd=descriptor)
            with open(source, "rb") as content, (into / name).open("xb") as copy:  # noqa: PTH123
                if os.fstat(source).st_uid != account.uid:
                    raise GuardianError(f"{data / name} changed hands while it was copied; try again")
                shutil.copyfileobj(content, copy, 1 << 20)
    _open_for_reading(folder)


def initdb(account: Account, major: int, install: Path, data: Path, *options: str) -> None:
    """Make a new database cluster in `data`: UTF8, C.UTF-8, superuser postgres, peer authentication."""
    data.mkdir(mode=0o700)
    account.own(data)
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if major >= _OWN_LOCALE_SINCE else []
    command: list[str | Path] = [
        install / "bin" / "initdb",
        "-D",
        data,
        "-U",
        "postgres",
        "-E",
        "UTF8",
        "-A",
        "peer",
        "--no-sync",
    ]
    said = account.run([*command, "--locale=C.UTF-8", *builtin, *options])
    if said and "invalid locale name" in said:  # not every C library knows C.UTF-8
        said = account.run([*command, "--locale=C", *builtin, *options])
    if said:
        raise GuardianError(explain(said, directory=data.parent, doing="create its data folder"))


def _once(target: Path, build: Callable[[Path], None]) -> Path:
    """Return the content of `target`, built first where it is missing or not whole, as after a power cut."""
    if _is_whole(target):
        return target / "content"
    try:
        _clear_abandoned(target.parent)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=_BUILDING, ignore_cleanup_errors=True) as workshop:
            fresh = Path(workshop) / "fresh"
            fresh.mkdir()
            (fresh / "content").mkdir()
            build(fresh / "content")
            (fresh / "size").write_text(_size(fresh / "content"))
            _open_for_reading(fresh)
            _put(fresh, target, Path(workshop) / "broken")
    except OSError as error:
        raise GuardianError(explain(str(error), directory=target.parent, doing="build its cache")) from error
    return target / "content"


def _put(fresh: Path, target: Path, aside: Path) -> None:
    """Rename into place; where another process was faster, its work is as good."""
    if target.exists() and not _is_whole(target):
        target.rename(aside)
    try:
        fresh.rename(target)
    except OSError:
        if not _is_whole(target):
            raise


def _is_whole(target: Path) -> bool:
    try:
        return is_safe(target) and (target / "size").read_text() == _size(target / "content")
    except OSError:
        return False


def _size(folder: Path) -> str:
    """Return number and total bytes of the files below, which tells files that a power cut emptied."""
    count = total = 0
    for current, _, files in os.walk(folder):
        for name in files:
            count, total = count + 1, total + os.lstat(f"{current}/{name}").st_size
    return f"{count} files, {total} bytes\n"


def _clear_abandoned(root: Path) -> None:
    old = clock.now().timestamp() - _ABANDONED_AFTER
    for folder in root.glob(f"{_BUILDING}*"):
        if folder.lstat().st_mtime < old:
            shutil.rmtree(folder, ignore_errors=True)
