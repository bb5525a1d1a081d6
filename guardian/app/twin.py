"""A protected database under another name: what leads there is as protected."""

from __future__ import annotations

from guardian.config import Config, Target
from guardian.errors import ConfigError, GuardianError
from guardian.pg.connect import connect
from guardian.pg.identity import Identity, fetch_identity
from guardian.pg.url import leads_to


def refuse_twin(config: Config, target: Target) -> None:
    """Raise ConfigError for a development target whose URL is a protected one's; nobody is asked for that."""
    if target.protected:
        return
    try:
        twin = _at_the_same_place(config, target.url.reveal())
    except GuardianError:
        return  # whoever opens the target says what is wrong with its URL
    if twin is not None:
        raise ConfigError(
            f"leads to the database of {twin.name}, which is protected; correct the one that is wrong",
            file=str(config.file),
            section=f"targets.{target.name}",
            key="url",
        )


def refuse_same_database(config: Config, target: Target) -> bool:
    """Raise ConfigError for a development target that is a protected one's database under another host name.

    Return whether all could be compared: a server that is not reached now may be reached later.
    """
    protected = [] if target.protected else [other for other in config.targets if other.protected]
    identity = _revealed_identity(target) if protected else None
    others = {other.name: _revealed_identity(other) for other in protected} if identity else {}
    for name, other in others.items():
        if other == identity:
            raise ConfigError(
                f"is the database of {name}, which is protected, under another host name; correct what is wrong",
                file=str(config.file),
                section=f"targets.{target.name}",
                key="url",
            )
    return not protected or (identity is not None and None not in others.values())


def find_protected_twin(config: Config, url: str) -> Target | None:
    """Return the protected target that the URL of a command line leads to, or None.

    A URL that is no target's is compared by what both servers say they are: a host has many names.
    """
    twin = _at_the_same_place(config, url)
    if twin is not None or any(_same_place(target, url) for target in config.targets):
        return twin
    protected = [target for target in config.targets if target.protected]
    identity = _identity(url) if protected else None
    if identity is None:
        return None
    return next((target for target in protected if _revealed_identity(target) == identity), None)


def _at_the_same_place(config: Config, url: str) -> Target | None:
    return next((target for target in config.targets if target.protected and _same_place(target, url)), None)


def _same_place(target: Target, url: str) -> bool:
    where = leads_to(url)
    try:
        return leads_to(target.url.reveal()) == where
    except GuardianError:
        return False  # its secret is not at hand here


def _revealed_identity(target: Target) -> Identity | None:
    try:
        return _identity(target.url.reveal())
    except GuardianError:
        return None


def _identity(url: str) -> Identity | None:
    """Return None for a server that cannot be asked: one that is not reached from here is not changed from here."""
    try:
        with connect(url, target="the database") as connection:
            return fetch_identity(connection)
    except GuardianError:
        return None
