"""guardian's checks as plain git hooks, without pre-commit."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path

from guardian.adapters.git import Repository
from guardian.adapters.git_hooks import Caller, Hook, install_hooks, read_hooks, uninstall_hooks
from guardian.errors import Refused

CLIENT_HOOKS = ("pre-commit", "pre-merge-commit", "pre-push", "post-merge", "post-checkout", "post-rewrite")
SERVER_HOOKS = ("pre-receive",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hooks:
    """What is in the hooks folder; `shared` where that folder serves every repository of this user or machine."""

    folder: Path
    hooks: tuple[Hook, ...]
    shared: bool = False


def install(folder: Path, *, server: bool, rehearse: bool = False) -> Hooks:
    """Write the hooks of the repository that the folder is in. Raises GuardianError, Refused.

    With `rehearse`, what is pushed is run in a scratch database too.
    """
    repository = Repository.discover(folder)
    if repository.bare and not server:
        raise Refused(f"{repository.root} is a bare repository, in which nobody commits; use --server")
    place = repository.git_path("hooks")
    hooks = install_hooks(place, _names(server=server), replace(_caller(), rehearse=rehearse))
    return Hooks(folder=place, hooks=hooks, shared=repository.shares_hooks)


def state(folder: Path, *, server: bool) -> Hooks:
    """Return which hooks are installed."""
    repository = Repository.discover(folder)
    place = repository.git_path("hooks")
    hooks = read_hooks(place, _names(server=server), _caller())
    return Hooks(folder=place, hooks=hooks, shared=repository.shares_hooks)


def uninstall(folder: Path) -> tuple[Path, ...]:
    """Take every hook of guardian's away and put back what was there before; return the places."""
    return uninstall_hooks(Repository.discover(folder).git_path("hooks"), (*CLIENT_HOOKS, *SERVER_HOOKS))


def _names(*, server: bool) -> tuple[str, ...]:
    return SERVER_HOOKS if server else CLIENT_HOOKS


def _caller() -> Caller:
    return Caller(python=Path(sys.executable), module=Path(str(resources.files("hooks") / "run.py")))
