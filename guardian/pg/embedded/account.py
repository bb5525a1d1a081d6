"""The OS account that the server runs under: one's own, or `nobody` where that is root, which PostgreSQL refuses."""

from __future__ import annotations

import os
import pwd
import stat
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from guardian.errors import GuardianError

_SERVANT = "nobody"
_PATH = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Who runs guardian (`owner`, its name) and under which ids the server runs; `dropped` where these differ."""

    owner: str
    uid: int
    gid: int
    dropped: bool

    def popen(self, command: Sequence[str | Path], **options: Any) -> subprocess.Popen[bytes]:  # noqa: ANN401
        """Start a program under the server's account, in a session of its own, with a bare environment."""
        identity: dict[str, Any] = {"user": self.uid, "group": self.gid, "extra_groups": []} if self.dropped else {}
        environment = {"PATH": _PATH, "LC_ALL": "C", "TZ": "UTC"}
        options.setdefault("stdin", subprocess.DEVNULL)
        return subprocess.Popen(
            command, env=environment, cwd="/", umask=0o077, start_new_session=True, **identity, **options
        )

    def run(self, command: Sequence[str | Path], *, stdout: int | IO[bytes] = subprocess.DEVNULL) -> str | None:
        """Run a program to its end; return None where it succeeded, else what it wrote to stderr."""
        try:
            with self.popen(command, stdout=stdout, stderr=subprocess.PIPE) as process:
                _, said = process.communicate()
        except (OSError, subprocess.SubprocessError) as error:
            return f"{command[0]} cannot run as user {self.uid}: {error}"
        return None if process.returncode == 0 else said.decode(errors="replace").strip() or "no message"

    def own(self, directory: Path) -> None:
        """Give a folder that guardian has just made to the server."""
        if self.dropped:
            os.chown(directory, self.uid, self.gid, follow_symlinks=False)

    def can_reach(self, path: Path) -> bool:
        """Say whether the server's account may read `path` and pass all folders above it, judged by permission bits."""
        resolved = path.resolve()
        return self.can_enter(resolved.parent) and self._may(resolved)

    def can_enter(self, folder: Path) -> bool:
        """Say whether the server's account may pass through `folder` and all above it; it need not list them."""
        resolved = folder.resolve()
        return all(self._may(one, execute=True) for one in (resolved, *resolved.parents))

    def _may(self, path: Path, *, execute: bool = False) -> bool:
        if not self.dropped:
            return os.access(path, os.X_OK if execute else os.R_OK)
        try:
            facts = path.stat()
        except OSError:
            return False
        shift = 6 if facts.st_uid == self.uid else 3 if facts.st_gid == self.gid else 0
        wanted = stat.S_IXOTH if execute else stat.S_IROTH
        if stat.S_ISDIR(facts.st_mode):  # to read a folder without passing into it is of no use
            wanted |= stat.S_IXOTH
        return (facts.st_mode >> shift) & wanted == wanted


def current_account() -> Account:
    """Return the account to use; raises GuardianError where the OS does not know it by name."""
    uid = os.geteuid()
    try:
        me = pwd.getpwuid(uid)
    except KeyError:
        raise GuardianError(
            f"user id {uid} has no name, which PostgreSQL needs; add it to /etc/passwd or set [scratch] url"
        ) from None
    if uid != 0:
        return Account(owner=me.pw_name, uid=uid, gid=os.getegid(), dropped=False)
    try:
        servant = pwd.getpwnam(_SERVANT)
    except KeyError:
        raise GuardianError(
            f"PostgreSQL refuses to run as root and there is no user {_SERVANT!r}; run guardian as an ordinary user"
        ) from None
    return Account(owner=me.pw_name, uid=servant.pw_uid, gid=servant.pw_gid, dropped=True)
