"""The commit that people make most: the next migrations are added with their lines in the lock file, nothing else.

It is known by a few comparisons, without judging, or even reading, what was there before: no rule has anything to say
about it. Whatever is not plainly so is for the rules. A test holds this against them, over commits of all kinds.

Nothing that takes long to import is imported: no patterns, no dataclasses, not even the names of types.
"""

from __future__ import annotations

import hashlib

from guardian.migrate.checksum import BOM, checksum

_HEADER = "guardian-lock 1 sha256:"
_DIGITS = 6
_TITLE = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")
_ENDINGS = ("up.sql", "down.sql")


def plain_addition(
    old_names: list[str], old_lock: bytes | None, new_lock: bytes | None, added: dict[str, bytes]
) -> bool:
    """Say whether `added`, name to content, are whole pairs of the next versions, and the lock file tells of them.

    `old_names` are the files that were in the directory; they and all others are as they were. None is no lock file:
    whether there should be one is for the rules.
    """
    old = old_lock.split(b"\n")[1:-1] if old_lock is not None else []
    last = _last_version(set(old_names).union(line.split(b" ", 1)[0].decode("ascii", "replace") for line in old))
    if last is None or not _next_pairs(added, last):
        return False
    if any(not content.removeprefix(BOM).strip() for content in added.values()):
        return False
    return old_lock is not None and _tells_of(old, new_lock or b"", added)


def _last_version(names: set[str]) -> int | None:
    """Return the highest version, None without any; whatever begins as a migration's name counts."""
    versions = {name.partition("_")[0] for name in names}
    return max((int(digits) for digits in versions if digits.isascii() and digits.isdigit()), default=None)


def _next_pairs(added: dict[str, bytes], last: int) -> bool:
    endings: dict[tuple[str, str], set[str]] = {}
    for name in added:
        digits, _, rest = name.partition("_")
        title, _, ending = rest.partition(".")
        endings.setdefault((digits, title), set()).add(ending)
    if not all(title and _TITLE.issuperset(title) and there == set(_ENDINGS) for (_, title), there in endings.items()):
        return False
    return sorted(digits for digits, _ in endings) == [f"{last + n:0{_DIGITS}d}" for n in range(1, len(endings) + 1)]


def _tells_of(old: list[bytes], new_lock: bytes, added: dict[str, bytes]) -> bool:
    """Say whether the new lock file has the old one's lines, these, and the header of both."""
    header, _, body = new_lock.partition(b"\n")
    lines = body.split(b"\n")[:-1]
    fresh = {f"{name} sha256:{checksum(content)}".encode() for name, content in added.items()}
    before = set(old)
    return (
        header == (_HEADER + hashlib.sha256(body).hexdigest()).encode()
        and body.endswith(b"\n")
        and len(lines) == len(before) + len(fresh)
        and set(lines) == before | fresh
        and b'\n"' not in new_lock  # a name in quotes may be any name
    )
