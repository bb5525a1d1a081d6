"""A content has one checksum, whole or in pieces."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from guardian.migrate.checksum import BOM, checksum, checksum_of

_PIECE = st.sampled_from([b"", b"a", b"\r", b"\n", b"\r\n", BOM, BOM[:1], BOM[1:], b"\xff\x00"])


@given(st.lists(_PIECE, max_size=12))
@example([BOM[:1], BOM[1:], b"x\r", b"", b"\n"])
@example([BOM, BOM])
@example([b"\r", b"\r", b"\n", b"\r"])
def test_pieces_have_the_checksum_of_the_whole(pieces: list[bytes]) -> None:
    assert checksum_of(iter(pieces)) == checksum(b"".join(pieces))
