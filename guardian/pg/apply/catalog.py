"""What a statement that runs outside transactions has done, as the catalog shows it."""

from __future__ import annotations

from dataclasses import dataclass

from guardian import names
from guardian.pg.connect import Connection
from guardian.pg.simple_query import Row, send
from guardian.sqltext.effect import Effect, Name, Verb

# A partitioned table's own index (relkind I) is invalid until its partitions have theirs: that is no failure. Whoever
# builds an index holds SHARE UPDATE EXCLUSIVE on its table to the end, which any role can see, other than the progress
# view; so does who vacuums it, but an autovacuum has no user.
_INDEXES = """
select c.oid, n.nspname, c.relname, i.indisvalid,
  case when not i.indisvalid then (
    select pg_catalog.min(l.pid)
    from pg_catalog.pg_locks l join pg_catalog.pg_stat_activity a on a.pid operator(pg_catalog.=) l.pid
    where l.locktype operator(pg_catalog.=) 'relation' and l.granted and a.usesysid is not null
      and l.mode operator(pg_catalog.=) 'ShareUpdateExclusiveLock'
      and l.database operator(pg_catalog.=) (
        select oid from pg_catalog.pg_database where datname operator(pg_catalog.=) pg_catalog.current_database()
      )
      and l.relation operator(pg_catalog.=) any (array[i.indrelid, i.indexrelid])
      and l.pid operator(pg_catalog.<>) pg_catalog.pg_backend_pid()
  ) end,
  pg_catalog.pg_get_indexdef(c.oid)
from pg_catalog.pg_index i
join pg_catalog.pg_class c on c.oid operator(pg_catalog.=) i.indexrelid
join pg_catalog.pg_namespace n on n.oid operator(pg_catalog.=) c.relnamespace
where {which} and c.relkind operator(pg_catalog.=) 'i'
order by c.oid
"""
_TABLE_OF_INDEX = "select indrelid from pg_catalog.pg_index where indexrelid operator(pg_catalog.=) {index}"

_EXISTS = {
    Verb.CREATE_DATABASE: "select from pg_catalog.pg_database where datname operator(pg_catalog.=) {name}",
    Verb.CREATE_TABLESPACE: "select from pg_catalog.pg_tablespace where spcname operator(pg_catalog.=) {name}",
    Verb.CREATE_SUBSCRIPTION: "select from pg_catalog.pg_subscription where subname operator(pg_catalog.=) {name} "
    "and subdbid operator(pg_catalog.=) (select oid from pg_catalog.pg_database "
    "where datname operator(pg_catalog.=) pg_catalog.current_database())",
}
_OPPOSITE = {
    Verb.DROP_DATABASE: Verb.CREATE_DATABASE,
    Verb.DROP_TABLESPACE: Verb.CREATE_TABLESPACE,
    Verb.DROP_SUBSCRIPTION: Verb.CREATE_SUBSCRIPTION,
}
_REINDEX_LEFTOVER = ("_ccnew", "_ccold")


@dataclass(frozen=True, slots=True, kw_only=True)
class InvalidIndex:
    """`name` is quoted and qualified; `builder` the pid of the session that may be building it, None for none."""

    oid: str
    name: str
    builder: int | None
    definition: str


def indexes_before(connection: Connection, effect: Effect) -> str:
    """Return the oids of the table's indexes, comma separated: what `was_done` compares with."""
    if effect.verb is not Verb.CREATE_INDEX:
        return ""
    return ",".join(row[0] or "" for row in _indexes(connection, effect))


def was_done(connection: Connection, effect: Effect, before: str) -> bool:
    """Whether a statement whose end nobody recorded was carried out. What is repeatable is not asked for."""
    match effect.verb:
        case Verb.CREATE_INDEX:
            known = before.split(",")
            return any(row[3] == "t" and row[0] not in known for row in _named(connection, effect))
        case Verb.DROP_INDEX:
            return not _holds(connection, f"select where {_regclass(effect.name)} is not null")
        case Verb.DETACH:
            return not _holds(connection, _inheritance(effect))
        case Verb.CREATE_DATABASE | Verb.CREATE_TABLESPACE | Verb.CREATE_SUBSCRIPTION:
            return _exists(connection, effect.verb, effect.name[0])
        case Verb.DROP_DATABASE | Verb.DROP_TABLESPACE | Verb.DROP_SUBSCRIPTION:
            return not _exists(connection, _OPPOSITE[effect.verb], effect.name[0])
        case _:
            return False


def retry_text(connection: Connection, effect: Effect, text: str) -> str:
    """Return what to run instead of the statement: a detachment that was cut off can only be finalized."""
    if effect.verb is Verb.DETACH and _holds(connection, _inheritance(effect) + " and inhdetachpending"):
        table, part = names.qualified(*effect.table), names.qualified(*effect.name)
        return f"alter table {table} detach partition {part} finalize"
    return text


def invalid_indexes(connection: Connection, effect: Effect) -> tuple[InvalidIndex, ...]:
    """Return the invalid indexes of the name that this statement would have made, or has."""
    if effect.verb is Verb.CREATE_INDEX and effect.name:
        found = _named(connection, effect)
    elif effect.verb is Verb.REINDEX:
        found = [row for row in _indexes(connection, effect) if _is_leftover(row[2] or "")]
    else:
        return ()
    return _invalid(found)


def new_invalid_indexes(connection: Connection, effect: Effect, before: str) -> tuple[InvalidIndex, ...]:
    """Return the invalid indexes that were not there before the statement."""
    if effect.verb is not Verb.CREATE_INDEX:
        return invalid_indexes(connection, effect)
    known = before.split(",")
    return tuple(index for index in _invalid(_indexes(connection, effect)) if index.oid not in known)


def fetch_invalid(connection: Connection, index: InvalidIndex) -> InvalidIndex | None:
    """Return the index as it is now; None where it is gone or valid."""
    (rows,) = send(connection, _INDEXES.format(which=f"i.indexrelid operator(pg_catalog.=) {index.oid}"))
    return next(iter(_invalid(rows)), None)


def _invalid(rows: list[Row]) -> tuple[InvalidIndex, ...]:
    return tuple(
        InvalidIndex(
            oid=row[0] or "",
            name=names.qualified(row[1] or "", row[2] or ""),
            builder=None if row[4] is None else int(row[4]),
            definition=row[5] or "",
        )
        for row in rows
        if row[3] == "f"
    )


def _is_leftover(name: str) -> bool:
    return name.rstrip("0123456789").endswith(_REINDEX_LEFTOVER)


def _named(connection: Connection, effect: Effect) -> list[Row]:
    found = _indexes(connection, effect)
    return [row for row in found if not effect.name or row[2] == effect.name[-1]]


def _indexes(connection: Connection, effect: Effect) -> list[Row]:
    table = _regclass(effect.table) if effect.table else _TABLE_OF_INDEX.format(index=_regclass(effect.name))
    return send(connection, _INDEXES.format(which=f"i.indrelid operator(pg_catalog.=) ({table})"))[0]


def _inheritance(effect: Effect) -> str:
    return (
        f"select from pg_catalog.pg_inherits where inhrelid operator(pg_catalog.=) {_regclass(effect.name)} "
        f"and inhparent operator(pg_catalog.=) {_regclass(effect.table)}"
    )


def _exists(connection: Connection, verb: Verb, name: str) -> bool:
    return _holds(connection, _EXISTS[verb].format(name=names.quote_literal(name)))


def _holds(connection: Connection, query: str) -> bool:
    return send(connection, f"select exists ({query})")[0] == [("t",)]


def _regclass(name: Name) -> str:
    return f"pg_catalog.to_regclass({names.quote_literal(names.qualified(*name))})"
