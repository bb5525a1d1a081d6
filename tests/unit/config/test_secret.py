"""Where a secret comes from, and what is said where it is missing: never what it is."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from pathlib import Path

import pytest

from guardian.config import Secret, parse_config
from guardian.errors import ConfigError
from guardian.names import printable

NOTHING: Mapping[str, str] = {}


def secret(value: str, environment: Mapping[str, str] = NOTHING, files: Mapping[str, str] = NOTHING) -> Secret:
    def read(path: Path) -> str:
        if str(path) not in files:
            raise FileNotFoundError(2, "No such file or directory", str(path))
        return files[str(path)]

    text = f"[targets.dev]\nurl = 'env:DEV'\nrole = 'development'\n[targets.prod]\nurl = '{value}'\nrole='production'"
    config = parse_config(text, file=Path("/team/guardian.toml"), environment=environment, read_file=read)
    return config.targets[1].url


def missing(value: str, environment: Mapping[str, str] = NOTHING, files: Mapping[str, str] = NOTHING) -> str:
    with pytest.raises(ConfigError) as caught:
        secret(value, environment, files).reveal()
    assert str(caught.value).startswith("/team/guardian.toml: [targets.prod]: url: ")
    assert printable(str(caught.value)) == str(caught.value)
    assert caught.value.exit_code == 2
    return str(caught.value)


def test_each_source_is_read() -> None:
    credentials = {"CREDENTIALS_DIRECTORY": "/run/credentials/guardian", "DEV": "postgres://dev", "P": "postgres://p"}

    assert secret("env:P", credentials).reveal() == "postgres://p"
    assert secret("file:secret/prod", files={"/team/secret/prod": "postgres://f\n"}).reveal() == "postgres://f"
    assert secret("file:/etc/prod", files={"/etc/prod": " postgres://g \n"}).reveal() == "postgres://g"
    found = secret("credential:prod", credentials, {"/run/credentials/guardian/prod": "postgres://c"})
    assert found.reveal() == "postgres://c"
    assert secret("target:dev", credentials).reveal() == "postgres://dev"
    assert secret("postgres://literal").reveal() == "postgres://literal"


@pytest.mark.parametrize(
    ("value", "environment", "files", "said"),
    [
        ("env:P", {}, {}, "the environment variable P is not set; export it"),
        ("env:P", {"P": ""}, {}, "the environment variable P is not set"),
        ("env:", {}, {}, "no name of an environment variable"),
        ("file:nope", {}, {}, "cannot read /team/nope: No such file or directory; create the file"),
        ("file:empty", {}, {"/team/empty": " \n"}, "/team/empty is empty; write the value into it"),
        ("file:", {}, {}, "file: names no file; write file:PATH"),
        ("file:~nobody-of-this-name/x", {}, {}, "home"),
        ("credential:prod", {}, {}, "LoadCredential=prod:PATH"),
        ("credential:../x", {"CREDENTIALS_DIRECTORY": "/run"}, {}, "no credential name"),
        ("credential:prod", {"CREDENTIALS_DIRECTORY": "/run"}, {}, "cannot read /run/prod"),
        ("target:stage", {}, {}, 'there is no target "stage"; add a section [targets.stage]'),
        ("target:prod", {}, {}, "perhaps to itself; write its URL"),
    ],
)
def test_a_missing_secret_is_named_with_the_remedy(
    value: str, environment: Mapping[str, str], files: Mapping[str, str], said: str
) -> None:
    assert said in missing(value, environment, files)


def test_targets_that_refer_to_each_other_are_named() -> None:
    text = "[targets.a]\nurl='target:b'\nrole='development'\n[targets.b]\nurl='target:a'\nrole='production'"
    config = parse_config(text, file=Path("g.toml"), environment={}, read_file=str)

    with pytest.raises(ConfigError, match="perhaps to itself"):
        config.targets[0].url.reveal()


@pytest.mark.parametrize("scheme", ["env", "credential", "target"])
def test_a_url_after_a_scheme_is_not_repeated(scheme: str) -> None:
    """A password that was written in the wrong place stays out of the error."""
    value = f"{scheme}:postgres://u:hunter2@h/d"

    said = missing(value, {"CREDENTIALS_DIRECTORY": "/run"})

    assert f"write {scheme}:NAME" in said
    assert "hunter2" not in said


def test_a_role_that_is_a_url_is_not_repeated() -> None:
    text = "[targets.a]\nurl='x'\nrole='postgres://u:hunter2@h/d'"
    with pytest.raises(ConfigError) as caught:
        parse_config(text, file=Path("g.toml"), environment={}, read_file=str)
    assert "hunter2" not in str(caught.value)


def test_a_file_that_is_no_text_is_said() -> None:
    def read(path: Path) -> str:
        return b"\xff".decode()

    text = "[targets.a]\nurl='file:x'\nrole='production'"
    config = parse_config(text, file=Path("/t/g.toml"), environment={}, read_file=read)
    with pytest.raises(ConfigError, match="cannot read /t/x: it is not text"):
        config.targets[0].url.reveal()


def test_the_text_is_in_no_repr_and_no_pickle() -> None:
    hidden = Secret.literal("hunter2")

    assert "hunter2" not in f"{hidden} {hidden!r}"
    with pytest.raises((pickle.PicklingError, AttributeError)):
        pickle.dumps(hidden)
