"""Is the SQL of the migrations that a commit, or a range of commits, brings in order? Judged from git alone."""

from __future__ import annotations

import functools
from pathlib import Path

from guardian.adapters.git import Repository
from guardian.adapters.git_migrations import CONFIG_FILE
from guardian.adapters.squawk import read_squawk
from guardian.app.lint import place
from guardian.app.staged import Range, judged, known_lock, touched_names
from guardian.config import Lint, parse_lint
from guardian.errors import ConfigError
from guardian.lint.problem import Problem
from guardian.lint.sql import sql_problems
from guardian.migrate.lock_file import merge
from guardian.migrate.migration import parse_file_name


def check_lint(folder: Path, *, migrations: str | None = None, between: Range | None = None) -> tuple[Problem, ...]:
    """Return what the rules over SQL find in the files that the index, or the range, touches, and in their pairs.

    Raises GuardianError, such as for a section [lint] that is wrong, or where squawk cannot be run.
    """
    case = judged(folder, migrations=migrations, between=between)
    if case is None:
        return ()
    touched = touched_names(case)
    versions = {parsed.version for name in touched if (parsed := parse_file_name(name))}
    # A down file may be incomplete because its up file changed.
    only = {name for name in case.after.files if (parsed := parse_file_name(name)) and parsed.version in versions}
    if not only:
        return ()
    options = _options(folder, between)
    squawk = functools.partial(read_squawk, postgres=options.postgres)
    lock = merge(known_lock(case), case.after.lock)
    return tuple(sorted(sql_problems(case.after, lock, options, squawk=squawk, only=only), key=place))


def _options(folder: Path, between: Range | None) -> Lint:
    """Return [lint] of the guardian.toml that goes with what is judged."""
    repository = Repository.discover(folder)
    content = repository.blob(None if between is None else repository.commit(between.to), CONFIG_FILE)
    if content is None:
        return Lint()
    try:
        return parse_lint(content.decode("utf-8"), file=Path(CONFIG_FILE))
    except UnicodeDecodeError:
        raise ConfigError("is not UTF-8; save it as UTF-8 text", file=CONFIG_FILE) from None
