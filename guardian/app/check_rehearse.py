"""Can the migrations of a commit be undone? Those of the commit that is pushed, not of the working tree."""

from __future__ import annotations

import os
import posixpath
from pathlib import Path

from guardian.adapters.git import Repository
from guardian.adapters.git_migrations import CONFIG_FILE
from guardian.app.staged import Range, judged
from guardian.lint.problem import Problem
from guardian.lint.tree import Tree
from guardian.migrate.migration import MigrationFile
from guardian.migrate.migration_set import MigrationSet


def check_rehearse(folder: Path, *, migrations: str | None = None, between: Range | None = None) -> tuple[Problem, ...]:
    """Return the migrations that are not reversible; nothing is started where no migration is touched.

    Raises GuardianError where they cannot be run at all.
    """
    case = judged(folder, migrations=migrations, between=between)
    if case is None:
        return ()
    repository = Repository.discover(folder)
    commit = None if between is None else repository.commit(between.to)
    return _rehearse(repository, commit, case.after)


def _rehearse(repository: Repository, commit: str | None, tree: Tree) -> tuple[Problem, ...]:
    # Imported here, as a push that touches no migration shall not wait for a database driver.
    from guardian.app.bench import Place, scratch_url  # noqa: PLC0415
    from guardian.app.rehearse import Rehearsing, carry_out, unpromoted  # noqa: PLC0415
    from guardian.config import Config, parse_config  # noqa: PLC0415

    content = repository.blob(commit, CONFIG_FILE)
    config = Config(root=repository.root)
    if content is not None:
        config = parse_config(
            content.decode("utf-8", "replace"),
            file=repository.root / CONFIG_FILE,
            environment=os.environ,
            read_file=lambda secret: secret.read_text(encoding="utf-8"),
        )
    files = MigrationSet.from_files(_contents(repository, commit, tree))
    wanted = unpromoted(files, tree.lock)
    place = Place(server_url=scratch_url(config))
    steps = carry_out(Rehearsing(place=place, migrations=tuple(files), wanted=wanted), lambda _: None)
    found = []
    for step in steps:
        if step.fault is not None:
            file = step.migration.down or step.migration.up or MigrationFile(name=step.migration.name, content=b"")
            message = "; ".join([step.fault, *(line.strip() for line in step.difference)])
            found.append(Problem(rule="rehearse", file=tree.path(file.name), message=message, remedy=_REMEDY))
    return tuple(found)


def _contents(repository: Repository, commit: str | None, tree: Tree) -> dict[str, bytes]:
    """Return the regular files by name, in full."""
    place = tree.directory
    entries = repository.staged_files(place) if commit is None else repository.files(commit, place)
    regular = {path: entry.object_id for path, entry in entries.items() if entry.mode.startswith("100")}
    blobs = repository.blobs(regular.values())
    return {posixpath.basename(path): blobs[object_id] for path, object_id in regular.items() if object_id in blobs}


_REMEDY = "let the down file take back all that the up file does, or say in a comment why it cannot be undone"
