"""One's own migrations moved behind those that others have: which files get which names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from guardian.config import Naming
from guardian.errors import Refused
from guardian.migrate.migration import Direction, parse_file_name
from guardian.migrate.numbering import next_version, own_names, versions_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One file's new name; its content stays."""

    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What stays: `tip` are the files that others have, `base` those of where one's own branch left them.

    `promoted` are files that a target has, `squashed` baselines, which take a number that was there. `name` says what
    people call the branch.
    """

    name: str
    tip: frozenset[str]
    base: frozenset[str] = frozenset()
    promoted: frozenset[str] = frozenset()
    squashed: frozenset[str] = frozenset()


def plan_renumber(names: Iterable[str], kept: Kept, *, naming: Naming, now: datetime) -> tuple[Move, ...]:
    """Return the moves in an order in which no file ever takes the place of another; none where all is in order.

    The order of one's own among them stays, and so does how many digits they have. Raises Refused for a file that is
    promoted and would have to move.
    """
    own = own_names(names, tip=kept.tip, base=kept.base) - kept.squashed
    floor = max(versions_of(kept.tip | kept.base), default=None)
    for name in sorted(own & kept.promoted):
        if floor is not None and min(versions_of([name])) <= floor:
            raise Refused(
                f"{name} is promoted, so its number stays, and {kept.name} is at version {floor} already; nothing was "
                "moved. Whoever promoted it from here has to settle that with the others"
            )
    floor = max(versions_of(own & kept.promoted), default=floor)
    groups = _groups(own - kept.promoted)
    if _in_order([version for version, _ in groups], floor):
        return ()
    moves = []
    last = floor
    for version, files in groups:
        stays = not naming.gapless and (last is None or version > last)
        last = version if stays else next_version(naming, last, now=now)
        moves += [(version, last, Move(old=name, new=_renamed(name, last))) for name in files]
    return _without_collisions([move for move in moves if move[0] != move[1]])


def _groups(names: Iterable[str]) -> list[tuple[int, list[str]]]:
    """Return the files of each migration, in order; two migrations of one version are told apart by their titles."""
    found: dict[int, dict[str, list[str]]] = {}
    for name in sorted(names):
        parsed = parse_file_name(name)
        if parsed is not None:
            found.setdefault(parsed.version, {}).setdefault(parsed.title, []).append(name)
    groups = []
    for version, titles in sorted(found.items()):
        files = [name for group in titles.values() for name in group]
        directions = sorted(parsed.direction for parsed in map(parse_file_name, files) if parsed is not None)
        if directions == sorted(Direction):
            groups.append((version, files))  # a pair, though its titles differ
        else:
            groups += [(version, group) for _, group in sorted(titles.items())]
    return groups


def _in_order(versions: Sequence[int], floor: int | None) -> bool:
    known = [*([] if floor is None else [floor]), *versions]
    return all(low < high for low, high in pairwise(known))


def _renamed(name: str, version: int) -> str:
    parsed = parse_file_name(name)
    width = len(parsed.digits) if parsed else 0
    return f"{version:0{width}d}{name[width:]}"


def _without_collisions(moves: Collection[tuple[int, int, Move]]) -> tuple[Move, ...]:
    """Return those that go up from the last one on, then those that go down from the first one on."""
    up = sorted((move for move in moves if move[1] > move[0]), key=lambda move: -move[0])
    down = sorted((move for move in moves if move[1] < move[0]), key=lambda move: move[0])
    return tuple(move for _, _, move in (*up, *down))
