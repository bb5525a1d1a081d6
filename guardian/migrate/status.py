"""Where one target stands against the migrations directory."""

from __future__ import annotations

from dataclasses import dataclass

from guardian.config import Role
from guardian.migrate.migration import Direction, Migration
from guardian.migrate.record import HistoryRecord, RunTexts
from guardian.migrate.state import VersionState
from guardian.migrate.unfinished import Unfinished
from guardian.sqltext.likeness import differs_only_in_comments


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedFile:
    """A file that ran and was changed since; `comments_only` where no statement of it is another one."""

    name: str
    comments_only: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetStatus:
    """`problem` says why the rest is not known; `pending` are names of migrations not yet applied.

    Of what history knows: `edited` files ran otherwise, `missing` ones ran and are not there any more, `late` ones are
    older than the version and never ran. `unfinished` is the file that a run was cut off in.
    """

    name: str
    role: Role
    state: VersionState | None = None
    pending: tuple[str, ...] = ()
    unknown_version: bool = False
    last_run: HistoryRecord | None = None
    problem: str | None = None
    edited: tuple[EditedFile, ...] = ()
    missing: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    unfinished: Unfinished | None = None

    @property
    def in_order(self) -> bool:
        return (
            self.problem is None
            and not self.pending
            and not self.unknown_version
            and not (self.state and self.state.dirty)
            and not self.missing
            and not self.late
            and all(file.comments_only for file in self.edited)
        )


def find_edited(migration: Migration, record: HistoryRecord, texts: RunTexts | None) -> tuple[EditedFile, ...]:
    """Return the migration's files whose checksums are not those of the run; `texts` are what ran, where known."""
    edited = []
    for direction, known in ((Direction.UP, record.up_checksum), (Direction.DOWN, record.down_checksum)):
        file = migration.file(direction)
        if file is None or known is None or file.checksum == known:
            continue
        ran = texts.of(direction) if texts else None
        same = ran is not None and differs_only_in_comments(ran, file.content.decode("utf-8-sig", "replace"))
        edited.append(EditedFile(name=file.name, comments_only=same))
    return tuple(edited)
