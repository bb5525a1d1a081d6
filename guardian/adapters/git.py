"""Facts about a git repository, asked of the git executable.

The environment is passed on, since `git commit FILE` hands its hooks another index through GIT_INDEX_FILE.
Output is read with -z, so that no path needs unquoting; paths are from the repository's root, with "/".
"""

from __future__ import annotations

import os
import posixpath
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import PIPE

from guardian.adapters.git_blob import Blob, ask_batch
from guardian.errors import GuardianError, UsageError


class GitError(GuardianError):
    """git could not answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What git keeps for a path: `mode` such as "100644", `object_id` in full."""

    mode: str
    object_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One changed path: `status` A, M, D, R or T; `old_path` for a rename; `new` None for what is gone."""

    status: str
    path: str
    old_path: str | None = None
    new: Entry | None = None

    @property
    def paths(self) -> tuple[str, ...]:
        return (self.path,) if self.old_path is None else (self.old_path, self.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """`root` is the top of the work tree, or the git directory of a bare repository; `prefix` where we stand in it."""

    root: Path
    prefix: str = ""
    bare: bool = False
    # Contents by id: two trees that are compared have most of their files in common.
    _known: dict[str, Blob | None] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def discover(cls, path: Path) -> Repository:
        """Return the repository that the folder is in. Raises GitError where there is none."""
        answer = _git(path, "rev-parse", "--is-bare-repository", "--is-inside-work-tree", "--absolute-git-dir")
        bare, in_work_tree, git_dir = os.fsdecode(answer).removesuffix("\n").split("\n", 2)
        if in_work_tree != "true":
            return cls(root=Path(git_dir), bare=bare == "true")
        root, prefix = os.fsdecode(_git(path, "rev-parse", "--show-toplevel", "--show-prefix")).split("\n")[:2]
        return cls(root=Path(root), prefix=prefix)

    def inside(self, path: str) -> str:
        """Return the path, given from where we stand, as a path from the root; "" for the root itself."""
        full = os.path.relpath(path, self.root) if Path(path).is_absolute() else posixpath.join(self.prefix, path)
        normal = posixpath.normpath(full)
        if normal.split("/", 1)[0] == "..":
            raise UsageError(f"{path!r} is outside the git repository {self.root}; name a folder inside it")
        return "" if normal == "." else normal

    def head(self) -> str | None:
        """Return the id of the commit that is checked out, None before the first one."""
        return self._commit("HEAD")

    def commit(self, name: str) -> str:
        """Return the commit that the name stands for. Raises GitError where there is none."""
        found = self._commit(name)
        if found is None:
            raise GitError(f"git knows no commit {name!r}; fetch it, in CI with the whole history (fetch-depth: 0)")
        return found

    def find_commit(self, name: str) -> str | None:
        """Return the commit that the name stands for, None for what is none, such as a tag of a file."""
        return self._commit(name)

    def branches(self, prefix: str) -> tuple[str, ...]:
        """Return the commits of the references below the prefix, such as "refs/heads/"."""
        told = self._run("for-each-ref", "--format=%(objectname)", prefix).decode("ascii")
        return tuple(sorted(set(told.split())))

    def symbolic_ref(self, name: str) -> str | None:
        """Return the full name of the reference that this one stands for: of HEAD, the branch; None where detached."""
        try:
            return os.fsdecode(self._run("symbolic-ref", "--quiet", name)).removesuffix("\n")
        except GitError:
            return None

    @property
    def shallow(self) -> bool:
        return self._run("rev-parse", "--is-shallow-repository").strip() == b"true"

    def git_path(self, name: str) -> Path:
        """Return where git keeps this: in the repository itself, of a worktree, or where its configuration says."""
        # Asked from the root, since git answers relative to where it stands, but core.hooksPath is from the root.
        return self.root / os.fsdecode(self._run("rev-parse", "--git-path", name)).removesuffix("\n")

    @property
    def shares_hooks(self) -> bool:
        """Say whether the folder of the hooks is that of other repositories too, by configuration."""
        try:
            told = self._run("config", "--show-scope", "--get", "core.hooksPath")
        except GitError:
            return False  # not set
        return told.split(b"\t", 1)[0] in {b"global", b"system"}

    def merge_heads(self) -> tuple[str, ...]:
        """Return the commits that are being merged into HEAD, none outside a merge."""
        # pre-merge-commit runs before git has written MERGE_HEAD; until then they are in GITHEAD_<id> variables.
        names = [name.removeprefix("GITHEAD_") for name in sorted(os.environ) if name.startswith("GITHEAD_")]
        merge_head = self.git_path("MERGE_HEAD")
        if merge_head.is_file():
            names = merge_head.read_text(encoding="ascii").split()
        return tuple(found for found in map(self._commit, names) if found is not None)

    def merge_base(self, first: str, *others: str) -> str | None:
        """Return the best commit that the first has in common with any of the others."""
        try:
            return self._run("merge-base", first, *others).decode("ascii").strip()
        except GitError:
            return None

    def last_commit_with(self, commit: str, path: str) -> str | None:
        """Return the last commit, up to this one, in which the path was there although it is not in the commit itself.

        None where it never was, or where the history does not reach so far (a shallow clone).
        """
        # Without --full-history git follows only one side of a merge; -m shows what a merge itself brought.
        about = ("-1", "-s", "-m", "--full-history", "--diff-filter=AMT", "--format=%H")
        return self._run("log", *_PLAIN, *about, commit, "--", path).decode("ascii").strip() or None

    def staged_changes(self, base: str | None) -> tuple[Change, ...]:
        """Return what the index changes against the commit; against nothing, for None."""
        raw = self._run("diff-index", "--cached", "--ita-invisible-in-index", *_RAW, base or self._empty_tree(), "--")
        return tuple(_parse_raw(raw))

    def changes(self, old: str | None, new: str) -> tuple[Change, ...]:
        """Return what changed from one commit to the other, ways in between left out."""
        return tuple(_parse_raw(self._run("diff-tree", "-r", *_RAW, old or self._empty_tree(), new, "--")))

    def files(self, commit: str | None, directory: str) -> dict[str, Entry]:
        """Return the files that are directly in the directory in the commit, by path; symbolic links are files."""
        if commit is None:
            return {}
        where = [f"{directory}/"] if directory else []
        found = {}
        for record in _records(self._run("ls-tree", "-z", "--full-tree", commit, "--", *where)):
            about, path = record.split("\t", 1)
            mode, kind, object_id = about.split(" ")
            if kind != "tree":
                found[path] = Entry(mode=mode, object_id=object_id)
        return found

    def staged_files(self, directory: str) -> dict[str, Entry]:
        """Return the files that are directly in the directory in the index, by path."""
        base = self.head()
        return with_changes(self.files(base, directory), self.staged_changes(base), directory)

    def links(self, commit: str | None, paths: Sequence[str]) -> dict[str, bytes]:
        """Return those of the paths that are symbolic links in the commit, in the index for None, and their targets."""
        # Asked first is what is a file at all: most often nothing, as folders are none.
        asked = zip(paths, self._cat([f"{commit or ':0'}:{path}" for path in paths]), strict=True)
        files = {path: blob.content for path, blob in asked if blob is not None}
        return {path: content for path, content in files.items() if self._mode(commit, path) == "120000"}

    def blob(self, commit: str | None, path: str) -> bytes | None:
        """Return the content of the path in the commit, in the index for None; None where there is no such file."""
        found = self._cat([f"{commit or ':0'}:{path}"])[0]
        return None if found is None else found.content

    def blobs(self, object_ids: Iterable[str]) -> dict[str, bytes]:
        """Return the contents of these objects; what is not in the repository (a submodule's commit) is left out."""
        ids = sorted(set(object_ids))
        return {name: blob.content for name, blob in zip(ids, self._cat(ids), strict=True) if blob is not None}

    def small_blobs(self, object_ids: Iterable[str], *, limit: int) -> dict[str, Blob]:
        """Return the same, of what is larger than `limit` bytes its checksum only."""
        ids = sorted(set(object_ids))
        unknown = [name for name in ids if name not in self._known]
        self._known.update(zip(unknown, self._cat(unknown, limit=limit), strict=True))
        return {name: blob for name in ids if (blob := self._known[name]) is not None}

    def _cat(self, names: list[str], *, limit: int | None = None) -> list[Blob | None]:
        # -Z came with git 2.42; without it a name with a newline cannot be asked for in a batch.
        if any("\n" in name for name in names):
            return [self._cat_one(name) for name in names]
        with _reading(self.root, "cat-file", "--batch") as git:
            return list(ask_batch(git, names, limit=limit))

    def _cat_one(self, name: str) -> Blob | None:
        try:
            return Blob(content=self._run("cat-file", "blob", name))
        except GitError:
            return None

    def _mode(self, commit: str | None, path: str) -> str:
        ask = ("ls-files", "-z", "--stage") if commit is None else ("ls-tree", "-z", "--full-tree", commit)
        return self._run(*ask, "--", path)[:6].decode("ascii")

    def _commit(self, name: str) -> str | None:
        try:
            found = self._run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        except GitError:
            return None
        return found.decode("ascii").strip()

    def _empty_tree(self) -> str:
        # Not a constant: a repository may use sha256.
        return self._run("hash-object", "-t", "tree", "--stdin", stdin=b"").decode("ascii").strip()

    def _run(self, *arguments: str, stdin: bytes = b"") -> bytes:
        return _git(self.root, *arguments, stdin=stdin)


# What a person's own configuration could otherwise add.
_PLAIN = ("--no-show-signature", "--no-follow", "--no-renames", "--no-ext-diff", "--no-notes")
_RAW = ("--raw", "-z", "-M", "--no-abbrev", "--no-ext-diff", "--ignore-submodules=none")


def with_changes(files: dict[str, Entry], changes: Iterable[Change], directory: str) -> dict[str, Entry]:
    """Return the files of the directory after the changes."""
    after = dict(files)
    for change in changes:
        for path in change.paths:
            after.pop(path, None)
        if change.new is not None and posixpath.dirname(change.path) == directory:
            after[change.path] = change.new
    return after


def _parse_raw(raw: bytes) -> Iterator[Change]:
    # Records of git's --raw -z: ":mode mode id id status", path, and for a rename the new path.
    records = iter(_records(raw))
    for record in records:
        _, mode, _, object_id, status = record.split(" ")
        path, kind = next(records), status[0]
        if kind == "U":
            raise GitError(f"{path!r} has merge conflicts; resolve them and `git add` it first")
        new = None if kind == "D" else Entry(mode=mode, object_id=object_id)
        if kind in "RC":
            old_path, path = path, next(records)
            yield Change(status=kind, path=path, old_path=old_path if kind == "R" else None, new=new)
        else:
            yield Change(status=kind, path=path, new=new)


def _records(output: bytes) -> list[str]:
    return [os.fsdecode(record) for record in output.split(b"\0") if record]


def _git(folder: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    with _started(folder, *arguments) as git:
        output, said = git.communicate(stdin)
    if git.returncode != 0:
        raise GitError(_sentence(folder, said.decode("utf-8", "replace")))
    return output


@contextmanager
def _reading(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """Yield git, to be asked and to answer piece by piece. Raises GitError where it ends in the middle."""
    with _started(folder, *arguments) as git:
        try:
            yield git
        except (BrokenPipeError, EOFError):
            said = git.communicate()[1].decode("utf-8", "replace")
            raise GitError(_sentence(folder, said)) from None


def _started(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    # A replaced commit is known to this repository only: others get the one that is named.
    command = ["git", "--literal-pathspecs", "--no-pager", "--no-replace-objects", *arguments]
    environment = {**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        return subprocess.Popen(command, cwd=folder, env=environment, stdin=PIPE, stdout=PIPE, stderr=PIPE)
    except OSError as error:
        if folder.is_dir():
            raise GitError(f"git cannot be started ({error.strerror}); install git, or put it on the PATH") from None
        raise GitError(f"the folder {folder} cannot be entered ({error.strerror})") from None


def _sentence(folder: Path, stderr: str) -> str:
    if "not a git repository" in stderr:
        return f"{folder.absolute()} is not in a git repository; run this inside one, or make one with `git init`"
    if "dubious ownership" in stderr:
        remedy = f"git config --global --add safe.directory {folder}"
        return f"git does not trust {folder}, which another user owns; if you do, run `{remedy}`"
    first = stderr.strip().splitlines()[:1] or ["no message"]
    return f"git failed in {folder}: {first[0].removeprefix('fatal: ')}"
