"""Secrets are found wherever they stand, and what is no secret is left alone."""

from __future__ import annotations

import base64
import json

import pytest

from guardian.sqltext.secret_span import find_secret_spans, hide


def token(**claims: str) -> str:
    parts = [
        json.dumps({"alg": "HS256", "typ": "JWT"}),
        json.dumps({"iss": "supabase", **claims}),
        "signature-signature",
    ]
    return ".".join(base64.urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts)


SECRETS = [
    ("create role a password 'x y';", "x y"),
    ("alter role a with encrypted password E'a\\'b' valid until 'x';", "a\\'b"),
    ("create user mapping for u server s options (user 'a', password 'qq');", "qq"),
    ("create subscription s connection 'host=h password=hunter2 user=x' publication p", "hunter2"),
    ("-- don't\ncreate subscription s connection 'host=h password = ''hunter 2'' user=x' publication p", "hunter 2"),
    ("select dblink('host=h password=''hun ter'' user=x', 'select 1')", "hun ter"),
    ("do $$ begin perform dblink('dbname=d password=hunter2', 'x'); end $$", "hunter2"),
    ("do $$ begin execute 'create role a password ''pw'' '; end $$", "pw"),
    ("do $$ begin execute 'create role a password ''hunter2'''; end $$", "hunter2"),
    ("do $$ begin execute 'alter role a password ''hun''''ter''' || b; end $$", "hun''''ter"),
    ("do $$ begin execute 'alter role a password ''hunter2'' valid until ''x'''; end $$", "hunter2"),
    ("do $$ begin execute E'alter role a password \\'hunter2\\''; end $$", "hunter2"),
    ("do $a$ begin create role a password 'pw'; end $a$", "pw"),
    ("-- postgres://u:hunter2@h/db", "hunter2"),
    ("alter role x password $$abc$$", "abc"),
    ("alter role x password -- why\n  'abc'", "abc"),
    ("alter database d set app.jwt_secret = 'foo'", "foo"),
    ("alter database d set \"app.settings.api_key\" to 'foo'", "foo"),
    ("select vault.create_secret('s3', 'n')", "s3"),
    ("select vault.update_secret('12', 's3')", "s3"),
    ("insert into k values ('sb_secret_abcdefghijklmnop1234')", "sb_secret_abcdefghijklmnop1234"),
    (f"insert into k values ('{token(role='service_role')}')", token(role="service_role")),
    (f"insert into k values ('{token(role='a')}')", token(role="a")),
    ("insert into k values ('-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----')", "\nabc\n"),
    ("create role a password 'never closed", None),
    ("selec password 'hunter2'; create 'host=x password=y", "hunter2"),
]


@pytest.mark.parametrize(("sql", "secret"), SECRETS)
def test_a_secret_is_found_and_hidden(sql: str, secret: str | None) -> None:
    spans = find_secret_spans(sql)

    if secret is not None:
        assert secret in {sql[span.start : span.end] for span in spans}
        assert secret not in hide(sql, spans)
    assert len(hide(sql, spans)) == len(sql)
    assert hide(sql, spans).count("\n") == sql.count("\n")


@pytest.mark.parametrize(
    "sql",
    [
        "create table u (password text not null default 'x', key text);",
        "select * from u where password = crypt('a', password)",
        "create role x password null",
        "comment on column u.password is 'the user''s hash'",
        "create role a password '${PW}'",
        "select format('alter role %I password %L', a, b)",
        'insert into p values (\'{"password_hash": {"type": "secret"}}\')',
        "alter role a set password_encryption = 'scram-sha-256'",
        "do $$ begin raise exception 'password is required'; end $$",
        "create table t (reset_token text default 'a')",
        "do $$ begin if new.password = old.password then null; end if; end $$",
        "insert into p values ('openai', 'https://api.openai.com/v1', '{\"secret_key\": {\"type\": \"secret\"}}')",
        f"insert into k values ('{token(role='anon')}')",
    ],
)
def test_what_is_no_secret_is_left_alone(sql: str) -> None:
    assert find_secret_spans(sql) == ()
