"""git, asked with the least that Python can start with: for the hooks, which run with every commit.

guardian.adapters.git is what everything else uses. Here a failure of any kind is a ValueError or an OSError, for the
caller to ask that one again, which has the words for it.
"""

from __future__ import annotations

import os

_MOST = 16_384  # bytes: what a pipe takes at once, on every system
_LARGEST = 8 << 20  # bytes: larger files are not held in memory, see guardian.adapters.git_blob

Change = tuple[str, str, str, str]  # status, new mode, new id, path


class Running:
    """A git process that was started; `ask` writes to it, `read` takes what it says."""

    def __init__(self, *arguments: str) -> None:
        reading, self._writing = os.pipe()
        self._reading, writing = os.pipe()
        # The ends of the other process are not inherited but for these copies; what git complains of is not wanted.
        actions = [
            (os.POSIX_SPAWN_DUP2, reading, 0),
            (os.POSIX_SPAWN_DUP2, writing, 1),
            (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
        ]
        environment = {**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
        command = ("git", "--literal-pathspecs", "--no-pager", "--no-replace-objects", *arguments)
        self._process = os.posix_spawnp("git", command, environment, file_actions=actions)
        os.close(reading)
        os.close(writing)
        self._said = b""

    def ask(self, lines: list[str]) -> None:
        """Write the lines; few, as nobody reads what comes back meanwhile."""
        text = b"".join(os.fsencode(line) + b"\n" for line in lines)
        if len(text) > _MOST or any("\n" in line for line in lines):
            raise ValueError
        os.write(self._writing, text)

    def read(self) -> bytes:
        """Return all that is said until the end, which comes as no more is asked. Raises ValueError for a failure."""
        os.close(self._writing)
        while self._more():
            pass
        os.close(self._reading)
        if os.waitpid(self._process, 0)[1] != 0:
            raise ValueError
        return self._said

    def end(self) -> None:
        """Let the process go, whatever it still has to say."""
        os.close(self._writing)
        os.close(self._reading)
        os.waitpid(self._process, 0)

    def object(self) -> tuple[int, bytes, bytes] | None:
        """Return the next answer of `cat-file --batch`: bytes of an object's id, content, kind; None for no object."""
        while b"\n" not in self._said:
            if not self._more():
                raise ValueError
        header, _, rest = self._said.partition(b"\n")
        if header.endswith(b" missing"):
            self._said = rest
            return None
        _, kind, length = header.rsplit(b" ", 2)
        size = int(length)
        if size > _LARGEST:
            raise ValueError
        while len(self._said) < len(header) + size + 2:
            if not self._more():
                raise ValueError
        start = len(header) + 1
        content, self._said = self._said[start : start + size], self._said[start + size + 1 :]
        return header.index(b" ") // 2, content, kind

    def _more(self) -> bool:
        said = os.read(self._reading, 1 << 20)
        self._said += said
        return bool(said)


def tree_names(content: bytes, id_size: int) -> list[str]:
    """Return the names in a tree object, which is `mode name NUL id` over and over."""
    names, start = [], 0
    while start < len(content):
        space, end = content.index(b" ", start), content.index(b"\0", start)
        names.append(os.fsdecode(content[space + 1 : end]))
        start = end + 1 + id_size
    return names


def staged() -> Running:
    return Running(
        "diff-index", "--cached", "--ita-invisible-in-index", "--raw", "-z", "--no-renames", "--no-abbrev",
        "--no-ext-diff", "--ignore-submodules=none", "HEAD", "--",
    )  # fmt: skip


def parse_staged(raw: bytes) -> list[Change]:
    records = raw.split(b"\0")
    changes = []
    for about, path in zip(records[:-1:2], records[1::2], strict=True):
        _, mode, _, object_id, status = about.decode("ascii").split(" ")
        changes.append((status, mode, object_id, os.fsdecode(path)))
    return changes
