"""The checksum of a migration file: what the lock file, the history and the hooks know its content by.

Next to nothing is imported: the commit hooks start with this.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

BOM = b"\xef\xbb\xbf"


def checksum(content: bytes) -> str:
    """Return the sha256, hexadecimal, of the content with LF line endings and without a byte order mark.

    So a checkout with other line endings is the same migration.
    """
    return hashlib.sha256(_neutral(content.removeprefix(BOM))).hexdigest()


def checksum_of(pieces: Iterator[bytes]) -> str:
    """Return the same of a content that comes in pieces, so that a large one need not be held in memory."""
    digest, held, begun = hashlib.sha256(), b"", False
    for piece in pieces:
        content = held + piece
        if not begun and len(content) < len(BOM):
            held = content
            continue
        content, begun = content if begun else content.removeprefix(BOM), True
        # A carriage return at the end may be half of a line's end.
        held = b"\r" if content.endswith(b"\r") else b""
        digest.update(_neutral(content.removesuffix(held)))
    digest.update(_neutral(held))
    return digest.hexdigest()


def _neutral(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in content else content
