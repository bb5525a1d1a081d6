"""Contents out of `git cat-file --batch`, read piece by piece: a file of any size may stand among the migrations."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from guardian.migrate.checksum import checksum_of

_PIECE = 1 << 20
# Names that are asked for at once: few enough to fit into a pipe, so that writing them never waits for an answer.
_QUESTIONS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Blob:
    """What git keeps of a file: its `content`; of one that was too large to keep, only the `digest` of it."""

    content: bytes = b""
    digest: str = ""


def ask_batch(git: subprocess.Popen[bytes], names: Sequence[str], *, limit: int | None) -> Iterator[Blob | None]:
    """Yield what each name stands for, None where it is no file.

    Of what is larger than `limit` bytes only the checksum is taken. Raises EOFError, BrokenPipeError where git is gone.
    """
    questions, answers = git.stdin, git.stdout
    if questions is None or answers is None:
        raise EOFError
    for some in _batches(names):
        questions.write(b"".join(os.fsencode(name) + b"\n" for name in some))
        questions.flush()
        for _ in some:
            yield _answer(answers, limit)


def _batches(names: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(names), _QUESTIONS):
        yield names[start : start + _QUESTIONS]


def _answer(answers: IO[bytes], limit: int | None) -> Blob | None:
    header = answers.readline().rstrip(b"\n")
    if not header:
        raise EOFError
    if header.endswith((b" missing", b" ambiguous")):
        return None
    size = int(header.rsplit(b" ", 1)[1])
    if b" blob " not in header or limit is None or size <= limit:
        content = b"".join(_pieces(answers, size))
        found = Blob(content=content) if b" blob " in header else None
    else:
        found = Blob(digest=checksum_of(_pieces(answers, size)))
    answers.read(1)
    return found


def _pieces(answers: IO[bytes], size: int) -> Iterator[bytes]:
    while size > 0:
        piece = answers.read(min(size, _PIECE))
        if not piece:
            raise EOFError
        size -= len(piece)
        yield piece
