"""The proof that a baseline makes what it replaces: both replayed in empty databases, and everything compared."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from guardian.app.expected import replay
from guardian.errors import Refused
from guardian.migrate.migration import Migration
from guardian.migrate.squash import SquashPlan
from guardian.pg.connect import Connection
from guardian.pg.dump import dump_statements, role_statements, script
from guardian.pg.scratch import create_role_stubs, fetch_roles, scratch_database
from guardian.pg.version_table import find_version_table
from guardian.report.diff import change_lines
from guardian.schema.diff import diff
from guardian.schema.model import Snapshot
from guardian.sqltext.script import read_script

_ON_TOP = "with the later migrations on top"
_MOST_SHOWN = 300  # characters of a statement in a message
_INSERT = re.compile(r"INSERT INTO (.*?) (?:\(|DEFAULT VALUES|OVERRIDING|VALUES)", re.DOTALL)


class NotProven(Refused):
    """the baseline does not make what it replaces."""

    def __init__(self, when: str, difference: str) -> None:
        super().__init__(
            f"the baseline does not make what it replaces, {when}; nothing was written. The difference: {difference}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Where to replay; `roles` are those of the targets, which the files may name."""

    server_url: str | None
    server_version: int
    schemas: tuple[str, ...]
    table: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """The baseline's SQL; `volatile` are tables whose later rows were only counted."""

    script: str
    volatile: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """What is in a database: its snapshot, all of it as statements, and what makes the roles that came with it."""

    snapshot: Snapshot
    statements: tuple[str, ...]
    roles: tuple[str, ...]


def prove(stage: Stage, plan: SquashPlan, render: Callable[[str], Migration]) -> Proof:
    """Make the baseline's SQL and prove it. Raises NotProven, CannotReplay, DumpFailed.

    `render` makes the baseline's migration of its SQL.
    """
    stubs = _stubs(stage, plan)
    with _empty(stage, stubs) as old, _empty(stage, stubs) as new:
        wanted = _replay(old, stage, plan.replaced)
        sql = script((*wanted.roles, *wanted.statements))
        made = render(sql)
        _refuse_outside_transaction(sql)
        _compare(wanted, _replay(new, stage, (made,)), _upto(plan))
        if not plan.rest:
            return Proof(script=sql)
        wanted = _replay(old, stage, (*plan.replaced, *plan.rest), after=plan.version)
        found = _replay(new, stage, (made, *plan.rest), after=plan.version)
        return Proof(script=sql, volatile=_compare(wanted, found, _ON_TOP, counting=True))


def prove_elsewhere(stage: Stage, plan: SquashPlan, made: Migration) -> None:
    """Prove the baseline on another major version than the one it was made on, by snapshots. Raises as prove.

    Not by pg_dump: the moments in the rows are another replay's, and versions differ in the names they give.
    """
    stubs = _stubs(stage, plan)
    with _empty(stage, stubs) as old, _empty(stage, stubs) as new:
        where = f"on PostgreSQL {stage.server_version // 10000}, "
        wanted, found = _replay(old, stage, plan.replaced), _replay(new, stage, (made,))
        _compare_snapshots(wanted, found, where + _upto(plan))
        if plan.rest:
            wanted = _replay(old, stage, (*plan.replaced, *plan.rest), after=plan.version)
            found = _replay(new, stage, (made, *plan.rest), after=plan.version)
            _compare_snapshots(wanted, found, where + _ON_TOP)


def _refuse_outside_transaction(sql: str) -> None:
    outside = next((s for s in read_script(sql).statements if s.control), read_script(sql).outside)
    if outside is not None:
        word = outside.text.split(maxsplit=1)[0].upper()
        raise Refused(
            f"the baseline would hold {word}, as pg_dump writes large objects so, and could not run in one "
            "transaction; nothing was written. Squash to a version before the large objects"
        )


def _upto(plan: SquashPlan) -> str:
    return f"replayed up to version {plan.version}"


@contextmanager
def _empty(stage: Stage, stubs: Sequence[str]) -> Iterator[tuple[Connection, frozenset[str]]]:
    """Open an empty database; the roles that its server has stand beside it."""
    with scratch_database(server_url=stage.server_url, server_version=stage.server_version) as connection:
        if stage.server_url is None:
            create_role_stubs(connection, stubs)
        yield connection, frozenset(fetch_roles(connection))


def _stubs(stage: Stage, plan: SquashPlan) -> tuple[str, ...]:
    """Return the roles that the files name and do not make: a role of which they speak of creating is theirs."""
    texts = [m.up.text for m in (*plan.replaced, *plan.rest) if m.up is not None]
    whole = "\n".join(texts)
    made = re.compile(r"create\s+(?:role|user|group)\s+(\"[^\"]+\"|\w+)", re.IGNORECASE)
    theirs = {name.strip('"') if name.startswith('"') else name.lower() for name in made.findall(whole)}
    return tuple(role for role in stage.roles if role in whole and role not in theirs)


def _replay(
    place: tuple[Connection, frozenset[str]], stage: Stage, migrations: tuple[Migration, ...], after: int | None = None
) -> _Made:
    connection, known = place
    snapshot = replay(connection, migrations, schemas=stage.schemas, table=stage.table, after=after)
    where = find_version_table(connection, target="the scratch database", table=stage.table)
    came = sorted(set(fetch_roles(connection)) - known)
    return _Made(
        snapshot=snapshot,
        statements=dump_statements(connection, version_table=(where.schema, where.table)),
        roles=role_statements(connection, came),
    )


def _compare(wanted: _Made, found: _Made, when: str, *, counting: bool = False) -> frozenset[str]:
    """Raise NotProven for any difference; return tables whose rows were only counted, which is for `counting`.

    The order of statements is not compared: pg_dump's depends on when an object was made.
    """
    _compare_snapshots(wanted, found, when)
    old, new = (Counter((*made.roles, *made.statements)) for made in (wanted, found))
    missing, extra = list((old - new).elements()), list((new - old).elements())
    tables = Counter(_table(text) for text in missing)
    if counting and None not in tables and tables == Counter(_table(text) for text in extra):
        return frozenset(name for name in tables if name is not None)
    if missing or extra:
        which = [f"not made: {_shown(text)}" for text in missing[:1]] + [f"made: {_shown(text)}" for text in extra[:1]]
        raise NotProven(when, "; ".join(which))
    return frozenset()


def _compare_snapshots(wanted: _Made, found: _Made, when: str) -> None:
    changes = diff(wanted.snapshot, found.snapshot)
    if changes:
        told = (text for change in changes for text in change_lines(change))
        raise NotProven(when, " ".join(" ".join(told).split()))


def _table(statement: str) -> str | None:
    found = _INSERT.match(statement)
    return found[1] if found else None


def _shown(statement: str) -> str:
    text = " ".join(statement.split())
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]} ..."
