"""The branch that others merge into, as this clone knows it: nothing is fetched."""

from __future__ import annotations

from dataclasses import dataclass

from guardian.adapters.git import GitError, Repository

_REMOTE = "refs/remotes/origin/"
_LOCAL = "refs/heads/"
_USUAL = ("main", "master")


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetBranch:
    """`name` is what people call it ("origin/main"), `branch` the same without the remote ("main")."""

    name: str
    branch: str
    commit: str


def find_target_branch(repository: Repository, named: str | None) -> TargetBranch | None:
    """Return the branch of this name; without one the remote's default branch, else main or master, else None.

    Where a branch is here and on the remote, the one that has more counts. Raises GitError for an unknown name.
    """
    if named is not None:
        return _named(repository, named)
    default = repository.symbolic_ref(f"{_REMOTE}HEAD")
    usual = [] if default is None else [default.removeprefix(_REMOTE)]
    # What is on the remote goes before what is here only.
    for plain in usual + [name for name in _USUAL if _branch(repository, _REMOTE + name)] + list(_USUAL):
        found = _here_or_there(repository, plain)
        if found is not None:
            return found
    return None


def _named(repository: Repository, named: str) -> TargetBranch:
    found = _here_or_there(repository, named.removeprefix(_LOCAL))
    if found is not None:
        return found
    commit = repository.find_commit(named)
    if commit is not None:
        return TargetBranch(name=named, branch=_short(named), commit=commit)
    raise GitError(
        f"git knows no branch {named!r} to compare with; fetch it (git fetch origin {named}), or name another one as "
        "target_branch in [git] of guardian.toml"
    )


def _here_or_there(repository: Repository, plain: str) -> TargetBranch | None:
    remote, local = _branch(repository, _REMOTE + plain), _branch(repository, _LOCAL + plain)
    if remote is not None and local is not None:
        return _newer(repository, remote, local)
    return remote or local


def _newer(repository: Repository, remote: TargetBranch, local: TargetBranch) -> TargetBranch:
    """Return the local branch only where it has all of the remote's, and is not the one we stand on."""
    ahead = repository.merge_base(remote.commit, local.commit) == remote.commit
    here = repository.symbolic_ref("HEAD") == f"{_LOCAL}{local.branch}"
    return local if ahead and not here else remote


def _branch(repository: Repository, reference: str) -> TargetBranch | None:
    commit = repository.find_commit(reference)
    if commit is None:
        return None
    name = reference.removeprefix("refs/remotes/").removeprefix(_LOCAL)
    return TargetBranch(name=name, branch=_short(reference), commit=commit)


def _short(reference: str) -> str:
    return reference.removeprefix(_REMOTE).removeprefix(_LOCAL).removeprefix("origin/")


def find_base(repository: Repository, target: TargetBranch, commit: str | None) -> str | None:
    """Return where the commit left the branch, None where they have nothing in common.

    Raises GitError in a shallow clone, which may only not have it.
    """
    if commit is None:
        return None
    found = repository.merge_base(target.commit, commit)
    if found is None and repository.shallow:
        raise GitError(
            f"this clone is shallow, and git finds no commit where {commit[:12]} left {target.name}; "
            "fetch the whole history: git fetch --unshallow, in CI fetch-depth: 0"
        )
    return found
