"""What a comparison leaves out, and which roles stand for each other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guardian.errors import UsageError
from guardian.schema.diff import EVERYTHING, Scope, diff
from guardian.schema.diff.compare import _under_new_roles
from guardian.schema.model import MODELS, Policy, Privilege, Table
from guardian.schema.model.base import _with_roles
from tests.plugin.schema import column, snapshot, table, view

POLICY = Policy(
    schema="public",
    table="orders",
    policy="p",
    command="all",
    permissive=True,
    roles=("app", "web"),
    using="true",
    check=None,
)
ROLES = {"app": "app_v2", "web": "web_v2", "x": "z"}


def privileges(*roles):
    return tuple(Privilege(role, "SELECT", "granted", "app" if role == "web" else None) for role in roles)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (table(owner="app"), table(owner="app_v2")),
        (
            table(privileges=privileges("web", "x")),
            table(privileges=(Privilege("web_v2", "SELECT", "granted", "app_v2"), *privileges("z"))),
        ),
        (POLICY, replace(POLICY, roles=("app_v2", "web_v2"))),
        (column("a", sequence_privileges=privileges("app")), column("a", sequence_privileges=privileges("app_v2"))),
        (
            view("v", columns=("a integer",), column_privileges=(("a app SELECT", "granted"),)),
            view("v", columns=("a integer",), column_privileges=(("a app_v2 SELECT", "granted"),)),
        ),
        (
            view("v", columns=('"a x" text', "a text"), column_privileges=(("a x app SELECT", "granted"),)),
            view("v", columns=('"a x" text', "a text"), column_privileges=(("a x app_v2 SELECT", "granted"),)),
        ),
    ],
    ids=["owner", "privileges", "policy", "identity sequence", "view column", "name with a space"],
)
def test_a_mapped_role_is_the_same_everywhere(old, new):
    assert diff(snapshot(old), snapshot(new)) != ()
    assert diff(snapshot(old), snapshot(new), scope=Scope(roles=ROLES)) == ()
    assert diff(snapshot(new), snapshot(old), scope=Scope(roles={new: old for old, new in ROLES.items()})) == ()


def test_a_mapped_role_is_sorted_again():
    """Order says nothing, and must not become a difference."""
    old, new = replace(POLICY, roles=("app", "x")), replace(POLICY, roles=("b", "z"))
    assert diff(snapshot(old), snapshot(new), scope=Scope(roles={"app": "z", "x": "b"})) == ()


def test_a_list_of_roles_with_options_is_mapped_by_its_first_part():
    assert _with_roles((("app", "admin"), ("x", "inherit")), lambda name: ROLES.get(name, name)) == (
        ("app_v2", "admin"),
        ("z", "inherit"),
    )


def test_public_is_no_role():
    with pytest.raises(UsageError, match="public stands for everybody"):
        Scope(roles={"public": "app"})
    with pytest.raises(UsageError, match="public stands for everybody"):
        Scope(roles={"app": "public"})


def test_two_roles_that_become_one_hide_nothing():
    """What two roles may do differently stays a difference; what both may do alike is what the one may."""
    scope = Scope(roles={"app": "one", "web": "one"})
    old = table(privileges=(Privilege("app", "SELECT", "granted"), Privilege("web", "SELECT", "grantable")))
    same = table(privileges=(Privilege("app", "SELECT", "granted"), Privilege("web", "SELECT", "granted")))
    for state in ("granted", "grantable"):
        (change,) = diff(snapshot(old), snapshot(table(privileges=(Privilege("one", "SELECT", state),))), scope=scope)
        assert change.attributes == {"privileges.one.SELECT": (("grantable", "granted"), state)}
    assert diff(snapshot(same), snapshot(table(privileges=(Privilege("one", "SELECT", "granted"),))), scope=scope) == ()


class _Owned(Table):
    """Stands for what is named after a role, as a user mapping is."""

    def _name(self):
        return f"of {self.owner}"


def test_two_objects_that_would_become_one_are_refused():
    one, other = (_Owned(**{name: getattr(table(owner=o), name) for name in Table.fields()}) for o in ("app", "web"))
    objects = {one.key: one, other.key: other}
    mapped = _under_new_roles(objects, Scope(roles={"app": "b", "web": "a"}))
    assert [key.name for key in mapped] == ["of b", "of a"]
    with pytest.raises(UsageError, match=r"table of web and table of app would be one; map no two roles onto one"):
        _under_new_roles(objects, Scope(roles={"app": "web"}))


def test_names_that_look_like_paths_stay_apart():
    """A role may be called anything: two privileges never share a path."""
    old = table(
        privileges=(Privilege("a.SELECT by b", "SELECT", "granted"), Privilege("a", "UPDATE", "granted", "c.d"))
    )
    new = table(privileges=(Privilege("a", "SELECT", "granted", "b.SELECT"), Privilege("a", "UPDATE", "granted", "c")))
    (change,) = diff(snapshot(old), snapshot(new))
    assert dict(change.attributes) == {
        'privileges."a.SELECT by b".SELECT': ("granted", None),
        "privileges.a.SELECT by b.SELECT": (None, "granted"),
        "privileges.a.UPDATE by c": (None, "granted"),
        "privileges.a.UPDATE by c.d": ("granted", None),
    }


def test_every_role_field_exists():
    for model in MODELS.values():
        assert model.role_fields <= set(model.fields()), model


DIMENSIONS = {
    "owners": [{"owner": name} for name in ("app", "web")],
    "privileges": [{"privileges": privileges(name)} for name in ("app", "web")],
    "comments": [{"comment": text} for text in ("one", "two")],
}


@settings(deadline=None)
@given(
    st.sets(st.sampled_from(sorted(DIMENSIONS)), min_size=1),
    st.lists(st.tuples(st.sampled_from([table, column]), st.booleans()), min_size=1, max_size=2),
)
def test_a_scope_without_all_that_differs_sees_nothing(dimensions, made):
    def side(number):
        values = {k: v for name in dimensions for k, v in DIMENSIONS[name][number].items()}
        return snapshot(
            *{
                item.key: item
                for item in (make(**values) if make is table else make("a", **values) for make, _ in made)
            }.values()
        )

    old, new = side(0), side(1)
    assert diff(old, new) != ()
    assert diff(old, new, scope=Scope(**dict.fromkeys(dimensions, False))) == ()
    for name in dimensions:
        left = Scope(**dict.fromkeys(dimensions - {name}, False))
        assert diff(old, new, scope=left) != ()
    assert diff(old, old, scope=EVERYTHING) == ()
