"""A value that may be a secret: where it comes from is configuration, what it is shows nowhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from guardian.errors import ConfigError

SCHEMES = ("env", "file", "credential", "target")
# What is no such name is not repeated in an error: it may be the secret itself, written in the wrong place.
_NAMES = {
    "env": (re.compile(r"\w+\Z"), "is no name of an environment variable; write env:NAME"),
    "file": (re.compile(r".+\Z", re.DOTALL), "names no file; write file:PATH"),
    "credential": (re.compile(r"(?!\.{1,2}\Z)[\w.@-]+\Z"), "is no credential name; write credential:NAME, no path"),
    "target": (re.compile(r"[\w-]+\Z"), "is no target's name; write target:NAME"),
}


@dataclass(frozen=True, slots=True)
class Secret:
    """A configured value whose text never appears in a repr, a log or an error.

    `source` says where it comes from, such as "env:GUARDIAN_PROD_URL" or "a literal value".
    """

    source: str
    _reveal: Callable[[], str] = field(repr=False, compare=False)

    def reveal(self) -> str:
        """Return the text. Raises ConfigError, with file, section and key, where there is none."""
        return self._reveal()

    @classmethod
    def literal(cls, text: str) -> Secret:
        return cls("a literal value", lambda: text)


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretSources:
    """The world a secret may come from, handed in: this package opens nothing itself.

    `read_file` returns a file's text and raises OSError; `target_url` finds another target's URL by name, or None.
    """

    environment: Mapping[str, str]
    read_file: Callable[[Path], str]
    root: Path
    target_url: Callable[[str], Secret | None]


def make_secret(value: str, sources: SecretSources, error: Callable[[str], ConfigError]) -> Secret:
    """Return the secret that the configured value stands for; what is missing is said when it is needed.

    So a command that needs DEV only works where PROD's secret is not at hand.
    """
    scheme, colon, rest = value.partition(":")
    if not colon or scheme not in SCHEMES:
        return Secret.literal(value)
    pattern, complaint = _NAMES[scheme]
    if not pattern.match(rest):
        raise error(f"what follows {scheme}: {complaint}")
    readers = {"env": _from_environment, "file": _from_file, "credential": _from_credential, "target": _from_target}
    reader = readers[scheme]
    return Secret(value, lambda: reader(rest, sources, error))


def _from_environment(name: str, sources: SecretSources, error: Callable[[str], ConfigError]) -> str:
    value = sources.environment.get(name, "")
    if not value:
        raise error(f"the environment variable {name} is not set; export it, or use file:PATH or credential:NAME")
    return value


def _from_file(path: str, sources: SecretSources, error: Callable[[str], ConfigError]) -> str:
    try:
        whole = sources.root / Path(path).expanduser()
    except RuntimeError:
        raise error(f"{path} starts with a user whose home is not known; write the whole path") from None
    return _read(whole, sources, error)


def _from_credential(name: str, sources: SecretSources, error: Callable[[str], ConfigError]) -> str:
    directory = sources.environment.get("CREDENTIALS_DIRECTORY", "")
    if not directory:
        raise error(
            f"credential {name} is only there in a systemd service; "
            f"add LoadCredential={name}:PATH to the unit, or use env:NAME or file:PATH"
        )
    return _read(Path(directory) / name, sources, error)


def _read(path: Path, sources: SecretSources, error: Callable[[str], ConfigError]) -> str:
    try:
        value = sources.read_file(path).strip()
    except (OSError, UnicodeDecodeError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) and fault.strerror else "it is not text"
        raise error(f"cannot read {path}: {reason}; create the file, readable by the user who runs guardian") from None
    if not value:
        raise error(f"{path} is empty; write the value into it")
    return value


def _from_target(name: str, sources: SecretSources, error: Callable[[str], ConfigError]) -> str:
    url = sources.target_url(name)
    if url is None:
        raise error(f'there is no target "{name}"; add a section [targets.{name}]')
    if url.source.startswith("target:"):
        # One step is all that is ever needed, and so two targets cannot refer to each other.
        raise error(f"target:{name} refers to a url that refers to a target, perhaps to itself; write its URL")
    return url.reveal()
