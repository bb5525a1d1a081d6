"""The checksum of a migration file: what the lock file, the history and the hooks know its content by.

Nothing but hashlib is imported: the commit hooks start with this.
"""

from __future__ import annotations

import hashlib

BOM = b"\xef\xbb\xbf"


def checksum(content: bytes) -> str:
    """Return the sha256, hexadecimal, of the content with LF line endings and without a byte order mark.

    So a checkout with other line endings is the same migration.
    """
    neutral = content.removeprefix(BOM).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return hashlib.sha256(neutral).hexdigest()
