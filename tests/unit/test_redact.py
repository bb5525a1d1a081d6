from __future__ import annotations

import pytest
from psycopg.conninfo import conninfo_to_dict

from guardian.pg.redact import HIDDEN, hide_values, where_to


@pytest.mark.parametrize(
    "name",
    [
        *("password", "PASSWORD", "passwd", "passfile", "sslpassword", "api_key", "apiKey", "key", "secret", "auth"),
        *("aws_secret_access_key", "aws_access_key_id", "app.settings.jwt_secret", "token", "session_token", "dsn"),
        *("conn_string", "connection_string", "private_key", "credentials_file", "service-key", "app.key", "pwd"),
    ],
)
def test_secret_names(name):
    """Whatever the value is."""
    assert hide_values([(name, "x")]) == ((name, HIDDEN),)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "host",
            "port",
            "dbname",
            "schema_name",
            "table_name",
            "use_remote_estimate",
            "fetch_size",
            "keep_connections",
        ),
        *("password_required", "keepalives_idle", "rowid_column", "search_path", "statement_timeout", "work_mem"),
        *("password_encryption", "primary_keys", "extensions", "author", "user"),
    ],
)
def test_names_of_what_is_no_secret(name):
    assert hide_values([(name, "x")]) == ((name, "x"),)


@pytest.mark.parametrize(
    "value",
    [
        *("postgres://u:p@h/d", "host=h password=p", "https://h/?api_key=1", "https://h/?token=1", "Pwd = 1"),
        *("-----BEGIN RSA PRIVATE KEY-----", "eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoiYW5vbiJ9.x", "amqp://:p@h"),
    ],
)
def test_secret_values(value):
    """Whatever the name is."""
    assert hide_values([("x", value)]) == (("x", HIDDEN),)


def test_a_user_mapping_shows_only_what_is_known():
    """Every wrapper has names of its own for what it logs in with."""
    items = [("user", "me"), ("username", "me"), ("sslmode", "require"), ("whatever", "x"), ("password", "p")]
    hidden = {name for name, value in hide_values(items, strict=True) if value == HIDDEN}
    assert hidden == {"whatever", "password"}


@pytest.mark.parametrize(
    ("connection", "place"),
    [
        ("host=h port=1 dbname=d user=u password=p sslkey=/k", {"host": "h", "port": "1", "dbname": "d"}),
        ("postgres://u:p@h:1/d?sslmode=require&application_name=x", {"host": "h", "port": "1", "dbname": "d"}),
        ("dbname=d host='h 1' password='it''s \\' host=x'", None),
        ("user=u password=p", {}),
        ("service=s", {"service": "s"}),
        ("dbname='postgres://u:p@h/d' host=h", {"host": "h", "dbname": HIDDEN}),
    ],
)
def test_only_where_a_connection_leads_is_kept(connection, place):
    """Neither who logs in nor how; all of it hidden where it cannot be understood."""
    found = where_to(connection)
    assert (conninfo_to_dict(found) if place is not None else found) == (place if place is not None else HIDDEN)
