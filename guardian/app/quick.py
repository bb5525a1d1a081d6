"""What a hook need not judge: a commit without migrations, or one that plainly adds the next ones.

Most commits are of these two kinds, and a hook runs with each of them: so this asks git twice, and imports next to
nothing. It may only ever say that all is well; everything else is for the whole judgement.
"""

from __future__ import annotations

import os

from guardian.adapters.quick_git import Change, Running, parse_staged, staged, tree_names

_CONFIG, _DIRECTORY, _LOCK = "guardian.toml", "migrations", "guardian.lock"
_FILES = ("100644", "100755")
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./")


def nothing_to_judge(arguments: list[str], *, switches: tuple[str, ...] = (), additions: bool = True) -> bool:
    """Say that the index needs no judgement; False where that is not plain, for whatever reason.

    `switches` are the arguments that ask for nothing that would be left out here; without `additions` the next
    migrations are not plainly well, as for whoever asks what another branch has.
    """
    about = ("GITHEAD_", "PRE_COMMIT_FROM_REF", "PRE_COMMIT_TO_REF", "PRE_COMMIT_REMOTE_BRANCH")
    if not set(arguments) <= set(switches) or any(name.startswith(about) for name in os.environ):
        return False
    if not hasattr(os, "posix_spawnp"):
        return False
    try:
        return _plain(locked="--locked" in arguments, additions=additions)
    except (OSError, ValueError):
        return False


def _plain(*, locked: bool, additions: bool) -> bool:
    # Both run while this process goes on.
    diff, objects = staged(), Running("cat-file", "--batch")
    try:
        objects.ask(["MERGE_HEAD", f"HEAD:{_CONFIG}", f"HEAD:{_DIRECTORY}"])
        changes = parse_staged(diff.read())
        merging, config, usual = objects.object(), objects.object(), objects.object()
        directory = _directory(config[1].decode("utf-8")) if config else _DIRECTORY
        if merging or directory is None or any(path == _CONFIG or status == "U" for status, _, _, path in changes):
            return False
        if _linked(objects, directory, usual):
            return False
        # A file in the place of a folder above it counts, too.
        inside = [
            change
            for change in changes
            if f"{change[3]}/".startswith(f"{directory}/") or f"{directory}/".startswith(f"{change[3]}/")
        ]
        # How versions are written is then the project's own choice, which takes a parser of TOML too.
        additions = additions and not (config and b"naming" in config[1])
        return not inside or (additions and _adds(objects, directory, inside, locked=locked))
    finally:
        objects.end()


def _linked(objects: Running, directory: str, usual: tuple[int, bytes, bytes] | None) -> bool:
    """Say whether the directory, or one above it, is no folder in HEAD, such as a link; `usual` is _DIRECTORY there."""
    if directory == _DIRECTORY:
        return usual is not None and usual[2] != b"tree"
    words = directory.split("/")
    objects.ask([f"HEAD:{'/'.join(words[:count])}" for count in range(1, len(words) + 1)])
    found = [objects.object() for _ in words]
    return any(one is not None and one[2] != b"tree" for one in found)


def _adds(objects: Running, directory: str, changes: list[Change], *, locked: bool) -> bool:
    """Say whether files are added and the lock file is changed, and nothing else, and whether that is well."""
    lock = f"{directory}/{_LOCK}"
    added = {path: new_id for status, mode, new_id, path in changes if status == "A" and mode in _FILES}
    others = [(status, mode, path) for status, mode, _, path in changes if path not in added]
    allowed = [[("M", "100644", lock)]] if locked else [[("M", "100644", lock)], []]
    if lock in added or others not in allowed:
        return False
    objects.ask([f"HEAD:{directory}", f"HEAD:{lock}", f":0:{lock}", *added.values()])
    from guardian.lint.addition import plain_addition  # noqa: PLC0415 - git is at work meanwhile

    tree, old, new, *blobs = [objects.object() for _ in range(len(added) + 3)]
    if tree is None:
        return False
    contents = {path.removeprefix(f"{directory}/"): blob[1] for path, blob in zip(added, blobs, strict=True) if blob}
    return len(contents) == len(added) and plain_addition(
        tree_names(tree[1], tree[0]), old and old[1], new and new[1], contents
    )


def _directory(config: str) -> str | None:
    """Return the migrations directory that guardian.toml names; None where it takes a parser of TOML to say so."""
    lines = [line.strip() for line in config.split("\n")]
    tables = [number for number, line in enumerate(lines) if line.startswith("[")]
    top = lines[: tables[0]] if tables else lines
    named = [line for line in top if "migrations" in line.partition("#")[0].partition("=")[0]]
    if any(sign in config for sign in ("\\", '"""', "'''")) or any("migrations" in lines[n] for n in tables):
        return None
    # What looks like a table may be a line of an array.
    if tables and any(line.partition("=")[0].strip(" \t'\"") == "migrations" for line in lines[tables[0] :]):
        return None
    return _as_directory(named) if named else _DIRECTORY


def _as_directory(lines: list[str]) -> str | None:
    key, _, value = lines[0].partition("=")
    name = value.strip()[1:-1]
    plain = key.strip() == "migrations" and value.strip() == f'"{name}"' and _PLAIN.issuperset(name)
    return name if len(lines) == 1 and plain and not {"", ".", ".."} & set(name.split("/")) else None
