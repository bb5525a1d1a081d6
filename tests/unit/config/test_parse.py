"""guardian.toml is judged once, and a fault is one line: file, section, key, remedy."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardian.config import Config, Naming, Role, parse_config
from guardian.errors import ConfigError
from guardian.names import printable

FILE = Path("/team/guardian.toml")
TARGETS = """
[targets.dev]
url = "env:DEV_URL"
role = "development"
[targets.prod]
url = "env:PROD_URL"
role = "production"
"""


def no_file(path: Path) -> str:
    raise FileNotFoundError(2, "No such file or directory", str(path))


def parse(text: str, **environment: str) -> Config:
    return parse_config(text, file=FILE, environment=environment, read_file=no_file)


def fault(text: str) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        parse(text)
    return caught.value


def test_an_empty_file_is_all_defaults() -> None:
    config = parse("")

    assert config.targets == ()
    assert config.telegram is None
    assert config.migrations_dir == Path("/team/migrations")
    assert config.daemon.interval == timedelta(minutes=5)


def test_every_key_is_read() -> None:
    config = parse(
        """
        migrations = "db/migrations"
        state = "var"
        [targets.dev]
        url = "env:DEV_URL"
        role = "development"
        schemas = ["app", "public"]
        version_table = "versions"
        [targets.prod]
        url = "env:PROD_URL"
        role = "production"
        promote_url = "env:PROMOTE_URL"
        [scratch]
        url = "target:dev"
        [backup]
        directory = "dumps"
        [[drift.ignore]]
        kind = "table"
        pattern = "public.tmp_*"
        reason = "made by the application"
        [daemon]
        apply_to = "dev"
        check = ["dev", "prod"]
        interval = "1h"
        quiet = "200ms"
        patience = "3s"
        rescan = "0.5m"
        [telegram]
        token = "env:TOKEN"
        chat_id = "-100"
        api_url = "http://127.0.0.1:8081/"
        timeout = "2s"
        [web]
        listen = "[::1]:8765"
        """,
        DEV_URL="postgres://dev",
        PROMOTE_URL="postgres://promote",
        TOKEN="t",
    )
    dev, prod = config.targets

    assert (dev.schemas, dev.version_table, dev.role) == (("app", "public"), "versions", Role.DEVELOPMENT)
    assert prod.protected
    assert prod.promote_url is not None
    assert prod.promote_url.reveal() == "postgres://promote"
    assert config.scratch.url is not None
    assert config.scratch.url.reveal() == "postgres://dev"
    assert config.backup_dir == Path("/team/dumps")
    assert [(rule.kind, rule.pattern) for rule in config.drift.ignore] == [("table", "public.tmp_*")]
    assert [rule.until for rule in config.drift.ignore] == [None]
    assert (config.daemon.apply_to, config.daemon.check) == ("dev", ("dev", "prod"))
    assert config.daemon.interval == timedelta(hours=1)
    assert config.daemon.quiet == timedelta(seconds=0.2)
    assert config.daemon.rescan == timedelta(seconds=30)
    assert config.telegram is not None
    assert config.telegram.api_url == "http://127.0.0.1:8081"
    assert (config.web.host, config.web.port) == ("::1", 8765)


@pytest.mark.parametrize(
    ("text", "section", "key", "said"),
    [
        ("migration = 'x'", None, "migration", 'did you mean "migrations"?'),
        ("colour = 'red'", None, "colour", "known here:"),
        ("[target.dev]", None, "target", 'did you mean "targets"?'),
        (TARGETS + "passwort = 'x'", "targets.prod", "passwort", "known here:"),
        (TARGETS + "[daemon]\nintervall = '5m'", "daemon", "intervall", 'did you mean "interval"?'),
        ("[backup]\ndir = 'x'", "backup", "dir", "known here: directory"),
        ("[web]\nlisten = 'a:1'\nport = 3", "web", "port", "known here: listen"),
        ("[[drift.ignore]]\nkind='a'\npattern='b'\nreason='c'\ncolour='d'", "drift.ignore", "colour", "known here:"),
        ("[telegram]\ntoken='a'\nchat_id='b'\nchat='c'", "telegram", "chat", 'did you mean "chat_id"?'),
        ("[scratch]\nurls = 'x'", "scratch", "urls", 'did you mean "url"?'),
    ],
)
def test_an_unknown_key_is_named_with_what_is_near(text: str, section: str | None, key: str, said: str) -> None:
    found = fault(text)

    assert (found.section, found.key) == (section, key)
    assert said in str(found)


WRONG = [
    ("migrations = 3", "migrations"),
    ("state = true", "state"),
    ("targets = 3", "targets"),
    ("targets = [1]", "targets"),
    ("[targets]\ndev = 'postgres://x'", "targets.dev"),
    ("[targets.dev]\nurl = 5\nrole = 'development'", "url"),
    ("[targets.dev]\nrole = 'development'", "url"),
    ("[targets.dev]\nurl = ''\nrole = 'development'", "url"),
    ("[targets.dev]\nurl = 'x'", "role"),
    ("[targets.dev]\nurl = 'x'\nrole = 'staging'", "role"),
    ("[targets.dev]\nurl = 'x'\nrole = 1", "role"),
    ("[targets.dev]\nurl = 'x'\nrole = 'development'\nschemas = 'public'", "schemas"),
    ("[targets.dev]\nurl = 'x'\nrole = 'development'\nschemas = [1]", "schemas"),
    ("[targets.dev]\nurl = 'x'\nrole = 'development'\nschemas = ['']", "schemas"),
    (r"""[targets.dev]
url = 'x'
role = 'development'
schemas = ["a\u0000b"]""", "schemas"),
    ("[targets.dev]\nurl = 'x'\nrole = 'development'\nversion_table = ['a']", "version_table"),
    ("[targets.dev]\nurl = 'x'\nrole = 'development'\npromote_url = 1", "promote_url"),
    ("[targets.dev]\nurl = 'x'\nrole = 'development'\npromote_url = ''", "promote_url"),
    ("[targets.Dev]\nurl = 'x'\nrole = 'development'", "Dev"),
    ("[targets.'1']\nurl = 'x'\nrole = 'development'", "1"),
    ('[targets."de\\nv"]\nurl = "x"\nrole = "development"', None),
    ("scratch = 'x'", "scratch"),
    ("[scratch]\nurl = 1", "url"),
    ("[scratch]\nurl = ''", "url"),
    ("[backup]\ndirectory = 1", "directory"),
    ("[backup]\ndirectory = '~nobody-of-this-name/x'", "directory"),
    ("state = '~nobody-of-this-name/x'", "state"),
    ("drift = 1", "drift"),
    ("[drift]\nignore = 'x'", "ignore"),
    ("[drift]\nignore = ['x']", "drift.ignore"),
    ("[[drift.ignore]]\nkind = 'table'\npattern = 'x'", "reason"),
    ("[daemon]\napply_to = 'dev'", "apply_to"),
    ("[daemon]\ncheck = 'prod'", "check"),
    ("[daemon]\ncheck = ['prod']", "check"),
    (TARGETS + "[daemon]\napply_to = 'prod'", "apply_to"),
    *((f"[daemon]\ninterval = {value}", "interval") for value in (
        "5", "'5'", "'m'", "'-1m'", "'5 weeks'", "''", "'0s'", "'1e9s'", f"'{'9' * 30}d'", f"'{'9' * 400}d'",
        "'0.0000001ms'",
    )),
    ("[daemon]\nquiet = '0s'", "quiet"),
    ("[telegram]\nchat_id = 'x'", "token"),
    ("[telegram]\ntoken = 'x'", "chat_id"),
    ("[telegram]\ntoken = 'x'\nchat_id = -100", "chat_id"),
    ("[telegram]", "token"),
    ("telegram = 'x'", "telegram"),
    ("[telegram]\ntoken = 'x'\nchat_id = 'y'\napi_url = 'api.telegram.org'", "api_url"),
    ("[telegram]\ntoken = 'x'\nchat_id = 'y'\ntimeout = 10", "timeout"),
    *((f"[web]\nlisten = {value}", "listen") for value in (
        "8765", "'8765'", "':8765'", "'localhost'", "'localhost:'", "'localhost:x'", "'localhost:65536'", "'a:-1'",
        f"'a:{'9' * 5000}'", "'::1:80'", "''",
    )),
    ('migrations = "a\\u0000b"', "migrations"),
    ("migrations = ", None),
    ("a = 1\na = 2", None),
    ("\0", None),
    ("x = " + "[" * 5000, None),
    ("x = " + "1" * 5000, None),
    ("x = 1979-13-45", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "key"), WRONG, ids=[str(number) for number, _ in enumerate(WRONG)])
def test_a_fault_is_one_line_that_names_file_and_key(text: str, key: str | None) -> None:
    found = fault(text)

    assert str(found).startswith("/team/guardian.toml: ")
    assert printable(str(found)) == str(found), "one line, and nothing that drives a terminal"
    assert found.exit_code == 2
    assert len(str(found)) < 500
    if key is not None:
        assert found.key == key
        assert f" {key}: " in str(found)


@pytest.mark.parametrize(("text", "key"), [case for case in WRONG if case[1]], ids=lambda value: value[-30:])
def test_a_fault_says_what_to_do(text: str, key: str) -> None:
    """After the last semicolon, or as what must be there, stands the remedy."""
    said = str(fault(text)).rpartition(f" {key}: ")[2]

    assert any(word in said for word in ("; ", "must be", " is not one of ", "a target's name is")), said


def test_a_literal_secret_shows_nowhere() -> None:
    url, token = "postgres://u:hunter2@h/d", "123:T0ken"
    config = parse(f"[targets.dev]\nurl='{url}'\nrole='development'\n[telegram]\ntoken='{token}'\nchat_id='1'")

    assert config.targets[0].url.reveal() == url
    for text in (repr(config), str(config), repr(config.targets), repr(config.telegram)):
        assert "hunter2" not in text
        assert "T0ken" not in text


_KEYS = st.one_of(
    st.sampled_from(
        "migrations state targets scratch backup drift daemon telegram web url role schemas promote_url version_table "
        "directory ignore kind pattern reason apply_to check interval quiet patience rescan token chat_id api_url "
        "timeout listen dev prod".split()
    ),
    st.text(max_size=8),
)
_SCALARS = st.one_of(
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.sampled_from(
        ["development", "production", "dev", "5m", "0s", "9999999999d", "a:1", "env:X", "~x/y", "target:dev"]
    ),
)
_TABLES = st.recursive(
    _SCALARS,
    lambda children: st.one_of(st.lists(children, max_size=3), st.dictionaries(_KEYS, children, max_size=5)),
    max_leaves=20,
)
_TARGET = st.fixed_dictionaries(
    {"url": _SCALARS, "role": st.sampled_from(["development", "production"])},
    optional={"schemas": _TABLES, "promote_url": _SCALARS, "version_table": _SCALARS},
)


def toml(value: object) -> str:
    """Return the value as TOML on one line; JSON's strings are TOML's but for what JSON leaves unescaped."""
    match value:
        case dict():
            return "{" + ", ".join(f"{toml(str(key))} = {toml(item)}" for key, item in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(toml, value)) + "]"
        case str():
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case bool():
            return str(value).lower()
        case _:
            return repr(value)


def complaint(text: str) -> str:
    """Return what is wrong with a configuration or its secrets, the beginning of any complaint where nothing is."""
    try:
        for target in parse(text).targets:
            target.url.reveal()
    except ConfigError as found:
        return str(found)
    return "/team/guardian.toml: "


@given(
    st.dictionaries(_KEYS, _TABLES, max_size=6),
    st.dictionaries(st.sampled_from(["dev", "prod", "x"]), _TARGET, max_size=3),
)
def test_whatever_stands_there_is_read_or_a_config_error(top: dict[str, object], targets: dict[str, object]) -> None:
    """Nothing but ConfigError comes out, in one printable line, and what is read reveals or says why not."""
    if targets:
        top["targets"] = targets
    text = "".join(f"{toml(key)} = {toml(value)}\n" for key, value in top.items())
    said = complaint(text)

    assert said.startswith("/team/guardian.toml: ")
    assert printable(said) == said


@given(st.text(max_size=60))
def test_any_text_is_read_or_a_config_error(text: str) -> None:
    said = complaint(text)

    assert printable(said) == said


def test_numbering_and_the_target_branch():
    assert parse("").naming == Naming()
    config = parse('[naming]\nstyle = "timestamp"\n[git]\ntarget_branch = "trunk"')
    assert (config.naming.digits, config.naming.gapless, config.git.target_branch) == (14, False, "trunk")
    naming = parse("[naming]\ndigits = 4\nallow_gaps = true").naming
    assert (naming.written(7), naming.gapless) == ("0007", False)
    assert parse("[naming]\ndigits = 1").naming.written(12) == "12"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("digits = 0", "from 1 to 18"),
        ("digits = 19", "from 1 to 18"),
        ("digits = true", "from 1 to 18"),
        ('digits = "6"', "from 1 to 18"),
        ('allow_gaps = "yes"', "must be true or false"),
        ('style = "unix"', "is not one of sequential, timestamp"),
        ('style = "timestamp"\ndigits = 6', "a timestamp has 14 digits"),
        ("digit = 6", 'did you mean "digits"?'),
    ],
)
def test_a_wrong_numbering_is_told(line: str, said: str):
    error = fault(f"[naming]\n{line}")
    assert error.section == "naming"
    assert said in str(error)


RULE = "[[drift.ignore]]\nkind = 'table'\npattern = 'x'\nreason = 'r'\nuntil = "


@pytest.mark.parametrize("written", ["2026-02-28", "'2026-02-28'", '"2026-02-28"'])
def test_a_rule_holds_to_the_end_of_its_last_day(written: str) -> None:
    (rule,) = parse(RULE + written).drift.ignore

    assert rule.until == date(2026, 2, 28)
    assert rule.holds(date(2026, 2, 28))
    assert not rule.holds(date(2026, 3, 1))
    assert replace(rule, until=None).holds(date(9999, 12, 31))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("'2026-02-30'", '"2026-02-30" is no day; write one as in until = 2026-12-31'),
        ("'tomorrow'", '"tomorrow" is no day'),
        ("''", '"" is no day'),
        ("2026-02-28T10:00:00Z", "must be a day, not a moment"),
        ("10:00:00", "must be a day, not a time"),
        ("20260228", "must be a day, not a number"),
        ("true", "must be a day, not true or false"),
    ],
)
def test_what_is_no_day_is_said(written: str, said: str) -> None:
    found = fault(RULE + written)

    assert (found.section, found.key) == ("drift.ignore", "until")
    assert said in str(found)
