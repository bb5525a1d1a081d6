"""What a target's version table says."""

from __future__ import annotations

from dataclasses import dataclass

from guardian.errors import GuardianError


class DirtyDatabase(GuardianError):
    """the database is dirty: nobody knows what half of the last file did."""

    def __init__(self, target: str, version: int | None) -> None:
        super().__init__(
            f"{target} is dirty at version {version}: a run was cut off in the middle of that file; "
            f"look at what it did, put it right by hand, then run guardian force {target} VERSION"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionState:
    """`version` is None where nothing was ever migrated (golang-migrate's NilVersion, -1)."""

    version: int | None = None
    dirty: bool = False

    def __str__(self) -> str:
        text = "no version" if self.version is None else str(self.version)
        return f"{text} (dirty)" if self.dirty else text
