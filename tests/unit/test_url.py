"""A target's URL, as golang-migrate reads it."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from guardian.errors import ConfigError
from guardian.pg.url import leads_to, parse_url

PASSWORDS = ["p@ss", "p:a:ss", "pa ss", "100%", "a/b", "a?b", "a#b", "p&q=r", "[x]", 'quo"te', "back\\slash", "ü€", "+"]


def parameters(url: str, **environment: str) -> dict[str, str]:
    return dict(parse_url(url, target="dev", environment=environment).parameters)


@pytest.mark.parametrize("password", PASSWORDS)
def test_a_password_percent_encoded_is_taken_as_it_is(password: str):
    found = parameters(f"postgres://us%40er:{quote(password, safe='')}@host:1/d%25b?sslmode=disable")
    assert found == {
        "user": "us@er", "password": password, "host": "host", "port": "1", "dbname": "d%b", "sslmode": "disable",
    }  # fmt: skip


@pytest.mark.parametrize("password", ["p@ss", "a:b@c", "a&b=c", "$x!", "+"])
def test_what_go_takes_unencoded_is_taken(password: str):
    """Go takes the last @ for the end of the password, libpq the first."""
    found = parameters(f"postgres://user:{password}@host/db")
    assert (found["password"], found["host"]) == (password, "host")


@pytest.mark.parametrize(
    "url",
    [
        "postgres://u:hunter2%zz@host/db", "postgres://u:hunter2#x@host/db", "postgres://u:hunter2/x@host/db@y",
        "postgres://u:hunter2@host:port/db", "postgres://u:hunter2@[::1/db", "postgres://u:hunter2%@host/db",
        "postgres://u:hunter2@host/db?se%20arch=1", "host='hunter2",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_without_the_url(url: str):
    with pytest.raises(ConfigError, match="the URL of dev ") as raised:
        parse_url(url, target="dev", environment={})
    assert "hunter2" not in str(raised.value)


@pytest.mark.parametrize(
    ("host", "environment", "mode"),
    [
        ("db.example.org", {}, "require"),
        ("localhost,db.example.org", {}, "require"),
        ("db.example.org", {"PGSSLMODE": "verify-full"}, None),
        ("localhost", {}, None),
        ("127.0.0.1:5432", {}, None),
        ("[::1]", {}, None),
        ("", {}, None),
        ("", {"PGHOST": "db.example.org"}, "require"),
        ("%2Frun%2Fpostgresql", {}, None),
    ],
)
def test_tls_is_required_of_other_machines(host: str, environment: dict[str, str], mode: str | None):
    assert parameters(f"postgres://u:p@{host}/db", **environment).get("sslmode") == mode
    assert parameters(f"postgres://u:p@{host}/db?sslmode=disable", **environment)["sslmode"] == "disable"


def test_settings_go_with_the_log_in():
    found = parameters("postgres://h/db?search_path=a,%22b%20c%22&x-statement-timeout=50&options=-c%20jit%3Doff")
    assert found["options"] == '-c jit=off -c search_path=a,"b\\ c" -c statement_timeout=50'


def test_settings_do_not_hide_those_of_the_environment():
    found = parameters("postgres://h/db?lock_timeout=1s", PGOPTIONS="-c jit=off")
    assert found["options"] == "-c jit=off -c lock_timeout=1s"


def test_a_blank_may_be_a_plus_in_the_query():
    assert parameters("postgres://h/db?application_name=a+b%2Bc")["application_name"] == "a b+c"


def test_the_password_is_in_no_repr():
    assert "hunter2" not in repr(parse_url("postgres://u:hunter2@h/db", target="dev"))


def test_libpqs_own_form_is_taken():
    assert parameters("host=h dbname=db password='a b'") == {"host": "h", "dbname": "db", "password": "a b"}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("postgres://a:b@localhost/x", "postgresql://c@127.0.0.1:5432/x?sslmode=disable", True),
        ("postgres://a@[::1]/x", "host=localhost user=y dbname=x", True),
        ("postgres://a@DB.example.org/x?search_path=y", "postgres://b@db.example.org:5432/x", True),
        ("postgres://x@localhost", "postgres://y@localhost/x", True),
        ("postgres:///x?host=/run", "postgres:///x?host=%2Frun", True),
        ("postgres://localhost/x", "postgres://localhost/y", False),
        ("postgres://localhost/x", "postgres://localhost:5433/x", False),
        ("postgres://one/x", "postgres://two/x", False),
    ],
)
def test_where_a_url_leads_to(one: str, other: str, same: bool):  # noqa: FBT001 - a column of the table
    assert (leads_to(one) == leads_to(other)) is same
