"""What the hooks pass without judging is what the rules have nothing to say about, whatever else is in a commit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardian.app.check_naming import name_problems
from guardian.config import Naming
from guardian.lint.addition import plain_addition
from guardian.lint.immutable import immutable_problems
from guardian.lint.locked import locked_problems
from guardian.lint.order import order_problems
from guardian.lint.problem import Problem
from guardian.lint.tree import Tree, TreeFile
from guardian.migrate.lock_file import LOCK_FILE_NAME, LockFile, mark_promoted, render_lock_file, update
from guardian.migrate.migration_set import MigrationSet

WHEN = datetime(2026, 1, 18, 10, tzinfo=UTC)
OLD = {f"{n:06d}_a.{way}.sql": b"select 1;\n" for n in (1, 2) for way in ("up", "down")}
NEW = {f"000003_b.{way}.sql": b"select 2;\r\n" for way in ("up", "down")}


def lock(files: dict[str, bytes], *promoted: int) -> bytes:
    found = mark_promoted(update(LockFile(), MigrationSet.from_files(files)), promoted, "prod", WHEN)
    return render_lock_file(found).encode()


OLD_LOCK = lock(OLD, 1)


def judged(old_lock: bytes | None, new_lock: bytes | None, added: dict[str, bytes]) -> list[Problem]:
    """Return what all rules say of the whole tree."""

    def tree(files: dict[str, bytes], content: bytes | None) -> Tree:
        held = files if content is None else {**files, LOCK_FILE_NAME: content}
        return Tree(files={name: TreeFile(content=text) for name, text in held.items()})

    base, after = tree(OLD, old_lock), tree({**OLD, **added}, new_lock)
    locked = [] if new_lock is None else locked_problems(after)
    return [
        *name_problems(after, Naming()),
        *order_problems(after, base.lock),
        *immutable_problems(after, (("HEAD", base),)),
        *locked,
    ]


@pytest.mark.parametrize(
    "added",
    [
        NEW,
        {**NEW, "000004_c_2.up.sql": b"x", "000004_c_2.down.sql": b"-- nothing to undo"},
        dict.fromkeys(NEW, b"\xef\xbb\xbfselect 3;"),
    ],
)
def test_the_next_pairs_with_their_lines_are_passed(added: dict[str, bytes]):
    new_lock = lock({**OLD, **added}, 1)

    assert plain_addition(list(OLD), OLD_LOCK, new_lock, added)
    assert not plain_addition(list(OLD), None, None, added), "whether there should be a lock file is for the rules"
    assert judged(OLD_LOCK, new_lock, added) == []


def changed(text: bytes, change: Callable[[list[bytes]], list[bytes]]) -> bytes:
    """Return the lock file with other lines, and the header that fits them."""
    import hashlib  # noqa: PLC0415

    body = b"".join(line + b"\n" for line in change(text.split(b"\n")[1:-1]))
    return f"guardian-lock 1 sha256:{hashlib.sha256(body).hexdigest()}\n".encode() + body


NEW_LOCK = lock({**OLD, **NEW}, 1)


@pytest.mark.parametrize(
    "new_lock",
    [
        OLD_LOCK,
        None,
        b"",
        lock({**OLD, **NEW}),
        lock({**OLD, **NEW}, 1, 2),
        lock({**OLD, **NEW}, 1, 3),
        lock({**OLD, **NEW, "000009_x.up.sql": b"x"}, 1),
        lock({**OLD, **dict.fromkeys(NEW, b"other")}, 1),
        changed(NEW_LOCK, lambda lines: lines[1:]),
        changed(NEW_LOCK, lambda lines: [*lines, lines[-1]]),
        changed(NEW_LOCK, lambda lines: [*lines, b"<<<<<<< HEAD"]),
        changed(NEW_LOCK, lambda lines: [line + b" " for line in lines]),
        NEW_LOCK.replace(b"sha256:", b"sha256:0", 1),
        NEW_LOCK + b"x",
        NEW_LOCK[:-1],
        NEW_LOCK.replace(b"lock 1", b"lock 2"),
    ],
)
def test_any_other_lock_file_is_judged(new_lock: bytes | None):
    assert not plain_addition(list(OLD), OLD_LOCK, new_lock, NEW)


@pytest.mark.parametrize(
    "names",
    [
        ("000003_b.up.sql",),
        ("000004_b.up.sql", "000004_b.down.sql"),
        ("000002_b.up.sql", "000002_b.down.sql"),
        ("000003_b.up.sql", "000003_c.down.sql"),
        ("000003_b.up.sql", "000003_b.down.sql", "000003_c.up.sql", "000003_c.down.sql"),
        ("3_b.up.sql", "3_b.down.sql"),
        ("000003_B.up.sql", "000003_B.down.sql"),
        ("000003_.up.sql", "000003_.down.sql"),
        ("000003_b.up.SQL", "000003_b.down.SQL"),
        ("\u0660\u0660\u0660\u0660\u0660\u0663_b.up.sql", "\u0660\u0660\u0660\u0660\u0660\u0663_b.down.sql"),
        ("README.md",),
        ("sub/000003_b.up.sql", "sub/000003_b.down.sql"),
    ],
)
def test_any_other_name_is_judged(names: tuple[str, ...]):
    assert not plain_addition(list(OLD), None, None, dict.fromkeys(names, b"x"))


@pytest.mark.parametrize("content", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_an_empty_file_is_judged(content: bytes):
    assert not plain_addition(list(OLD), None, None, {**NEW, "000003_b.down.sql": content})


def test_a_version_that_only_the_lock_file_knows_counts():
    """Its files are gone, but a database may be there."""
    known = lock({**OLD, "000007_gone.up.sql": b"x"}, 1)

    assert not plain_addition(list(OLD), known, changed(known, lambda lines: lines), NEW)


names = st.from_regex(r"0{0,4}[0-9]{1,3}_[a-c_]{0,2}\.(up|down)\.sql", fullmatch=True) | st.sampled_from(
    ["000003_b.up.sql", "000003_b.down.sql", "000004_c.up.sql", "000004_c.down.sql", "000003_B.up.sql", "notes.md"]
)
contents = st.sampled_from([b"select 1;", b"", b"\n", b"\xef\xbb\xbf "])


@given(
    st.dictionaries(names, contents, max_size=4), st.sampled_from(["fits", "old", "promoted", "none"]), st.booleans()
)
def test_what_is_passed_is_what_no_rule_complains_of(added: dict[str, bytes], kind: str, pairs: bool):  # noqa: FBT001
    if pairs:
        added = NEW | added
    added = {name: content for name, content in added.items() if name not in OLD}
    try:
        new_lock = {"old": OLD_LOCK, "none": None}.get(
            kind, lock({**OLD, **added}, *([1, 2] if kind == "promoted" else [1]))
        )
    except Exception:  # noqa: BLE001 - two files of one version have no lock file that guardian would write
        new_lock = OLD_LOCK
    old_lock = None if kind == "none" else OLD_LOCK

    if plain_addition(list(OLD), old_lock, new_lock, added):
        assert judged(old_lock, new_lock, added) == []
