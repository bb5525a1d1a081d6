"""What belongs to the database as a whole, compared: between servers, under other roles, with what was not seen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from guardian.drift.severity import Severity, severity_of
from guardian.errors import Refused
from guardian.pg.rights import refuse_unknown_server
from guardian.schema.diff import Scope, diff
from guardian.schema.model import DefaultPrivileges, Extension, Kind, Policy, Privilege, Role, Schema, UserMapping
from tests.plugin.schema import snapshot, table


def role(name, **changes):
    usual = dict.fromkeys(("login", "superuser", "create_database", "create_role", "replication"), False)
    usual |= {"inherit": True, "bypass_row_security": False, "connection_limit": None, "valid_until": None}
    usual |= {"members": (), "memberships": (), "settings": ()}
    return Role(role=name, **{**usual, **changes})


def extension(**changes):
    usual = {"schema": "public", "version": "1", "members": (), "contents": (), "configuration": ()}
    return Extension(extension="e", **{**usual, **changes})


def granted(grantee, privilege, state="granted"):
    return Privilege(grantee, privilege, state)


def paths(changes):
    return [path for change in changes for path in change.attributes]


def both_ways(one, other, versions):
    first, second = versions
    return diff(snapshot(one, version=first), snapshot(other, version=second)) + diff(
        snapshot(other, version=second), snapshot(one, version=first)
    )


@pytest.mark.parametrize(("versions", "seen"), [((160000, 180000), 0), ((170000, 170000), 2), ((170000, 180000), 2)])
def test_maintain_is_known_from_17_on(versions, seen):
    """GRANT ALL gives it there and cannot before."""
    one, other = table(privileges=(granted("r", "SELECT"),)), table()
    other = replace(one, privileges=(granted("r", "MAINTAIN"), granted("r", "SELECT")))
    assert len(both_ways(one, other, versions)) == seen


@pytest.mark.parametrize(("versions", "seen"), [((140000, 150000), 0), ((140000, 140000), 2), ((150000, 180000), 2)])
def test_schema_public_is_closed_from_15_on(versions, seen):
    """A new database of 14 lets everybody create there; between two servers that do the same it is a difference."""
    open_ = Schema(schema="public", privileges=(granted("public", "CREATE"),))
    assert len(both_ways(open_, Schema(schema="public"), versions)) == seen
    other = Schema(schema="app", privileges=(granted("public", "CREATE"),))
    assert len(both_ways(other, Schema(schema="app"), versions)) == 2


def test_default_privileges_on_large_objects_are_known_from_18_on():
    found = DefaultPrivileges(role="r", schema=None, objects="large objects")
    assert diff(snapshot(version=170000), snapshot(found)) == ()
    assert len(diff(snapshot(), snapshot(found))) == 1


def test_a_role_that_only_one_schema_refers_to_is_no_difference():
    """It may be there all the same; what refers to it is told."""
    assert diff(snapshot(), snapshot(role("r"))) == diff(snapshot(role("r")), snapshot()) == ()
    assert paths(diff(snapshot(role("r")), snapshot(role("r", login=True)))) == ["login"]


def test_contents_of_other_versions_are_not_compared():
    """A newer version has other members; what was done to them by hand is compared all the same."""
    old = extension(contents=(("function f()", None, "1"),))
    new = extension(contents=(("function f()", None, "2"),), members=(("function f()", "granted r EXECUTE"),))
    assert paths(diff(snapshot(old), snapshot(new))) == ["contents.function f()", "members.function f()"]
    newer = replace(new, version="2")
    assert paths(diff(snapshot(old), snapshot(newer))) == ["members.function f()", "version"]
    assert paths(diff(snapshot(old), snapshot(newer), scope=Scope(versions=False))) == ["members.function f()"]


def test_what_is_unseen_is_no_difference():
    """A kind, an attribute of all kinds, an attribute of one object."""
    seen = snapshot(table(comment="x", privileges=(granted("r", "SELECT"),)))
    assert diff(replace(snapshot(), unseen=("table",)), seen) == ()
    assert paths(diff(replace(snapshot(table()), unseen=("privileges",)), seen)) == ["comment"]
    assert paths(diff(seen, snapshot(table(unseen=("comment",))))) == ["privileges.r.SELECT"]


def test_roles_that_stand_for_each_other():
    """Owners, grantees, policies, user mappings and default privileges."""

    def schema(name):
        policy = Policy(
            schema="public",
            table="orders",
            policy="p",
            command="all",
            permissive=True,
            roles=tuple(sorted((name, "m"))),
            using=None,
            check=None,
        )
        default = DefaultPrivileges(role=name, schema="a", objects="tables", privileges=(granted(name, "SELECT"),))
        return snapshot(table(owner=name), policy, UserMapping(server="s", user=name, options=()), default)

    assert len(diff(schema("a"), schema("z"))) == 6
    assert diff(schema("a"), schema("z"), scope=Scope(roles={"a": "z"})) == ()


@pytest.mark.parametrize(
    ("old", "new", "severity"),
    [
        (table(), table(privileges=(granted("public", "SELECT"),)), Severity.CRITICAL),
        (table(), table(privileges=(granted("anon", "INSERT"),)), Severity.CRITICAL),
        (table(privileges=(granted("public", "SELECT", "revoked"),)), table(), Severity.CRITICAL),
        (table(privileges=(granted("public", "SELECT"),)), table(), Severity.HIGH),
        (table(), table(privileges=(granted("app.public", "SELECT"),)), Severity.HIGH),
        (role("r"), role("r", superuser=True), Severity.CRITICAL),
        (role("r", superuser=True), role("r"), Severity.HIGH),
        (role("r"), role("r", members=(("m", "set"),)), Severity.HIGH),
        (extension(), extension(version="2"), Severity.MEDIUM),
        (extension(), extension(members=(("f", "x"),)), Severity.HIGH),
    ],
)
def test_severity(old, new, severity):
    """What lets somebody do more than before is worse than what takes a right away."""
    (change,) = diff(snapshot(old), snapshot(new))
    assert severity_of(change) is severity


def test_defaults_for_everybody_are_critical():
    """Whatever is created from now on is open."""
    found = DefaultPrivileges(role="r", schema=None, objects="tables", privileges=(granted("anon", "SELECT"),))
    (change,) = diff(snapshot(), snapshot(found))
    assert change.kind is Kind.DEFAULT_PRIVILEGES
    assert severity_of(change) is Severity.CRITICAL


@pytest.mark.parametrize(("version", "word"), [(130014, "older"), (90624, "older"), (190000, "newer")])
def test_an_unknown_server_is_refused(version, word):
    """An older one has other catalogs; of a newer one something would be passed over in silence."""
    with pytest.raises(Refused, match=f"PostgreSQL {version // 10000} is {word}"):
        refuse_unknown_server(version)


@pytest.mark.parametrize("version", [140000, 150008, 160004, 170000, 180004])
def test_a_known_server_is_not(version):
    refuse_unknown_server(version)
