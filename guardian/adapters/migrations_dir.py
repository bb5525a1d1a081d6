"""The migrations directory on disk: its migration files, and the lock file."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from guardian.errors import GuardianError
from guardian.migrate.lock_file import (
    LOCK_FILE_NAME,
    LockFile,
    LockFileError,
    parse_lock_file,
    render_lock_file,
    salvage_lock_file,
)
from guardian.migrate.migration import parse_file_name


def read_migration_files(directory: Path) -> dict[str, bytes]:
    """Return the content of each migration file by name; sub-folders, pipes and other names are passed over.

    Raises GuardianError for a directory or file that cannot be read, and for a link: git keeps where it leads, not
    what stands there, so that what is run would not be what was reviewed and locked.
    """
    try:
        names = sorted(name for name in os.listdir(directory) if parse_file_name(name) is not None)  # noqa: PTH208
    except FileNotFoundError:
        raise GuardianError(
            f"the migrations directory {directory} does not exist; make it, or set `migrations` in guardian.toml"
        ) from None
    except OSError as error:
        raise GuardianError(f"the migrations directory {directory} cannot be read ({error.strerror})") from None
    for name in names:
        if (directory / name).is_symlink():
            raise GuardianError(f"{directory / name} is a symbolic link; put a copy of the file in its place")
    found = {name: _read(directory / name) for name in names}
    return {name: content for name, content in found.items() if content is not None}


def read_lock(directory: Path) -> LockFile | None:
    """Return the lock file, None where there is none. Raises GuardianError for one that guardian did not write."""
    text = _read_lock_text(directory)
    return None if text is None else parse_lock_file(text)


def read_damaged_lock(directory: Path) -> LockFile:
    """Return what can be read of the lock file, such as one with conflict markers; empty where there is none."""
    text = _read_lock_text(directory) or ""
    try:
        return parse_lock_file(text)
    except LockFileError:
        return salvage_lock_file(text)


def write_lock(directory: Path, lock: LockFile) -> bool:
    """Write the lock file in one step, so that nobody ever reads half of it; return whether its text changed."""
    path, text = directory / LOCK_FILE_NAME, render_lock_file(lock)
    if _read_lock_text(directory) == text:
        return False
    try:
        _replace(path, text.encode("ascii"))
    except OSError as error:
        raise GuardianError(f"{path} cannot be written ({error.strerror}); see to its folder's rights") from None
    return True


def _replace(path: Path, content: bytes) -> None:
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".guardian.lock.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            # mkstemp makes files for the owner only; a lock file is as public as the migrations beside it.
            os.fchmod(file.fileno(), stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~_umask())
            os.fsync(file.fileno())
        os.replace(temporary, path)  # noqa: PTH105 - what os.replace promises is the point
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Bring the names of the folder's files to the disk; their contents alone are not enough."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _umask() -> int:
    # The only way to ask is to set it.
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if stat.S_ISREG(path.lstat().st_mode) else None
    except FileNotFoundError:
        # Removed since the directory was listed: as good as not there.
        return None
    except OSError as error:
        raise GuardianError(f"the file {path} cannot be read ({error.strerror}); see to its rights") from None


def _read_lock_text(directory: Path) -> str | None:
    content = _read(directory / LOCK_FILE_NAME)
    return None if content is None else content.decode("utf-8", "replace")
