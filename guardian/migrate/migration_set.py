"""All migrations of a directory, in numeric order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from guardian.errors import GuardianError
from guardian.migrate.migration import MAX_VERSION, Direction, FileName, Migration, MigrationFile, parse_file_name


class DuplicateVersion(GuardianError):
    """two migration files have one version and direction."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(
            f"{first} and {second} are the same version and direction; "
            "give one of them the next free number, or remove it"
        )
        self.files = (first, second)


class VersionTooLarge(GuardianError):
    """a version does not fit the version table's bigint column."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}: the version is larger than {MAX_VERSION}, the largest the version table can hold")


@dataclass(frozen=True, slots=True)
class MigrationSet:
    """Migrations by ascending version; built by `from_files` only."""

    migrations: tuple[Migration, ...] = ()

    @classmethod
    def from_files(cls, files: Mapping[str, bytes]) -> MigrationSet:
        """Return the set of the files, given as name to content; names that are no migration's are passed over.

        Raises DuplicateVersion and VersionTooLarge.
        """
        found: dict[int, Migration] = {}
        for name in sorted(files):
            parsed = parse_file_name(name)
            if parsed is not None:
                found[parsed.version] = _with_file(found.get(parsed.version), parsed, name, files[name])
        return cls(tuple(found[version] for version in sorted(found)))

    def __iter__(self) -> Iterator[Migration]:
        return iter(self.migrations)

    def __len__(self) -> int:
        return len(self.migrations)

    @property
    def last_version(self) -> int | None:
        return self.migrations[-1].version if self.migrations else None

    def get(self, version: int) -> Migration | None:
        return next((m for m in self.migrations if m.version == version), None)

    def after(self, version: int | None) -> tuple[Migration, ...]:
        """Return what comes after the version; all, for None (a database with no version)."""
        return tuple(m for m in self.migrations if version is None or m.version > version)

    def upto(self, version: int | None) -> tuple[Migration, ...]:
        """Return versions up to and including this one; none, for None."""
        return tuple(m for m in self.migrations if version is not None and m.version <= version)

    def previous(self, version: int) -> int | None:
        """Return the version before this one, None before the first."""
        return next((low.version for low, high in pairwise(self.migrations) if high.version == version), None)


def _with_file(known: Migration | None, parsed: FileName, name: str, content: bytes) -> Migration:
    if parsed.version > MAX_VERSION:
        raise VersionTooLarge(name)
    file = MigrationFile(name=name, content=content)
    migration = known or Migration(version=parsed.version, title=parsed.title)
    there = migration.file(parsed.direction)
    if there is not None:
        raise DuplicateVersion(there.name, name)
    if parsed.direction is Direction.UP:
        return replace(migration, up=file, title=parsed.title)
    return replace(migration, down=file)


def checksums(migrations: Iterable[Migration]) -> tuple[tuple[str, str], ...]:
    """Return (file name, checksum) of every file, in order: what identifies a set's content."""
    return tuple((f.name, f.checksum) for m in migrations for f in (m.up, m.down) if f is not None)
