"""Schema objects for tests without a server: only what a test is about has to be said."""

from __future__ import annotations

from typing import Any

from guardian.schema.model import Column, Constraint, Function, Index, SchemaObject, Snapshot, Table, View


def snapshot(*objects: SchemaObject, version: int = 180000, dependencies: Any = frozenset()) -> Snapshot:
    return Snapshot.of(list(objects), server_version=version, dependencies=dependencies)


def table(name: str = "orders", **changes: Any) -> Table:
    usual: dict[str, Any] = {
        "schema": "public",
        "table": name,
        "partitioned": False,
        "persistence": "permanent",
        "access_method": None,
        "tablespace": None,
        "row_security": False,
        "force_row_security": False,
        "partition_key": None,
        "partition_bound": None,
        "parents": (),
        "of_type": None,
        "replica_identity": "default",
        "replica_index": None,
        "cluster_index": None,
        "options": (),
    }
    return Table(**{**usual, **changes})


def column(name: str, table: str = "orders", **changes: Any) -> Column:
    usual: dict[str, Any] = {
        "schema": "public",
        "table": table,
        "column": name,
        "position": 1,
        "type": "text",
        "collation": None,
        "not_null": False,
        "default": None,
        "generated": None,
        "expression": None,
        "identity_kind": None,
        "identity_start": None,
        "identity_options": (),
        "storage": None,
        "type_storage": "extended",
        "compression": None,
        "statistics": None,
        "options": (),
        "inherited": False,
    }
    return Column(**{**usual, **changes})


def constraint(name: str, table: str = "orders", **changes: Any) -> Constraint:
    usual: dict[str, Any] = {
        "schema": "public",
        "table": table,
        "constraint": name,
        "type": "check",
        "definition": "CHECK ((a > 0))",
        "validated": True,
        "deferrable": False,
        "deferred": False,
        "options": (),
        "columns": ("a",),
        "parent_index": None,
        "inherited": False,
    }
    return Constraint(**{**usual, **changes})


def index(name: str, table: str = "orders", **changes: Any) -> Index:
    usual: dict[str, Any] = {
        "schema": "public",
        "table": table,
        "index": name,
        "definition": f"CREATE INDEX {name} ON public.{table} USING btree (a)",
        "unique": False,
        "valid": True,
        "tablespace": None,
        "statistics": (),
        "parent_index": None,
    }
    return Index(**{**usual, **changes})


def view(name: str, **changes: Any) -> View:
    usual: dict[str, Any] = {
        "schema": "public",
        "view": name,
        "materialized": False,
        "definition": " SELECT 1 AS a",
        "options": (),
        "columns": ("a integer",),
    }
    return View(**{**usual, **changes})


def function(name: str, **changes: Any) -> Function:
    usual: dict[str, Any] = {
        "schema": "public",
        "function": name,
        "types": "",
        "routine": "function",
        "arguments": "",
        "result": "integer",
        "language": "sql",
        "body": "select 1",
        "library": None,
        "volatility": "volatile",
        "strict": False,
        "security_definer": False,
        "parallel": "unsafe",
        "leakproof": False,
        "cost": "100",
        "rows": "0",
        "support": None,
        "transforms": (),
        "config": (),
        "definition": f"CREATE OR REPLACE FUNCTION public.{name}() …",
        "argument_names": (),
        "default_count": 0,
    }
    return Function(**{**usual, **changes})
