"""Two small shells that make the server end with the process that started it, even where that is killed.

The starter alone holds the write end of the owner pipe. The keeper, under the server's account, runs the server and
stops it when the owner pipe closes; the cleaner, under one's own account, then waits for the last server process
(each holds the write end of the alive pipe) and removes the run directory. An orderly stop takes the same way.
"""

from __future__ import annotations

import os
import select
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from guardian import clock
from guardian.errors import GuardianError
from guardian.pg.embedded.account import Account

# stdin: owner pipe, stdout: alive pipe, stderr: the log. The server gets the alive pipe as descriptor 3.
# A server that was killed leaves its pid file, whose line 7 names the System V segment to be removed in its stead.
_KEEPER = """
trap : HUP INT TERM
pidfile=$1/postmaster.pid; signal=$2; shift 2
rm -f "$pidfile"
"$@" </dev/null 3>&1 >&2 &
exec >&2
read -r line
kill -s "$signal" $! 2>/dev/null
wait $!
[ -f "$pidfile" ] || exit 0
n=0
while read -r key segment rest; do
    n=$((n + 1))
    [ $n = 7 ] && ipcrm -m "$segment" 2>/dev/null
done <"$pidfile"
"""
# stdin: owner pipe, stdout: the read end of the alive pipe. It inherits the locks, which so stay held to the end.
_CLEANER = """
trap '' HUP INT TERM
read -r line
read -r line <&1
cd / && rm -rf -- "$1"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervisor:
    owner: int
    alive: int
    keeper: subprocess.Popen[bytes]
    cleaner: subprocess.Popen[bytes]

    def server_ended(self, *, within: float) -> bool:
        """Wait up to `within` seconds for the last process of the server to end; say whether it has."""
        poll = select.poll()
        poll.register(self.alive, select.POLLIN)
        return bool(poll.poll(within * 1000))

    def stop(self, *, within: float) -> None:
        """Let go of the server and wait until nothing of it is left; raises GuardianError where that takes longer."""
        deadline = clock.monotonic() + within
        os.close(self.owner)
        try:
            for process in (self.keeper, self.cleaner):
                process.wait(timeout=max(0.1, deadline - clock.monotonic()))
        except subprocess.TimeoutExpired:
            raise GuardianError(
                f"the embedded server did not stop within {within:.0f} s; end the processes below id {self.keeper.pid}"
            ) from None
        finally:
            os.close(self.alive)

    def forget(self) -> None:
        """In a forked child: the server belongs to the parent."""
        os.close(self.owner)
        os.close(self.alive)
        self.keeper.returncode = self.cleaner.returncode = 0  # no children of this process: nothing to wait for


def supervise(
    account: Account,
    *,
    command: Sequence[str | Path],
    data: Path,
    signal: str,
    run: Path,
    locks: tuple[int, ...],
    log: int,
) -> Supervisor:
    """Start server, keeper and cleaner; `signal` is QUIT (immediate) or INT (fast), `log` an open file."""
    owner_read, owner = os.pipe()
    alive, alive_write = os.pipe()
    try:
        cleaner = subprocess.Popen(
            ["/bin/sh", "-c", _CLEANER, "guardian-cleaner", run],
            stdin=owner_read, stdout=alive, stderr=log, cwd="/", start_new_session=True, pass_fds=locks,
            env={"PATH": "/usr/bin:/bin"},
        )  # fmt: skip
        keeper = account.popen(
            ["/bin/sh", "-c", _KEEPER, "guardian-keeper", data, signal, *command],
            stdin=owner_read, stdout=alive_write, stderr=log,
        )  # fmt: skip
    except OSError as error:
        os.close(owner)
        os.close(alive)
        raise GuardianError(f"the embedded server's supervisor could not start: {error}; check /bin/sh") from error
    finally:
        os.close(owner_read)
        os.close(alive_write)
    return Supervisor(owner=owner, alive=alive, keeper=keeper, cleaner=cleaner)
