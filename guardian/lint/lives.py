"""From which version to which a thing is there, by the up files in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from guardian.lint.thing import Step, Thing, Verb, renamed


@dataclass(slots=True)
class _Life:
    thing: Thing
    born: int
    gone: int | None = None


class Lives:
    """Things by name, as thousands of migrations make tens of thousands of them."""

    def __init__(self) -> None:
        self._lives: dict[tuple[str, str, str], list[_Life]] = {}

    def replay(self, version: int, made: Iterable[Step]) -> None:
        for step in made:
            if step.verb is Verb.MAKE:
                if not any(life.thing.is_the(step.thing) for life in self._named(step.thing) if life.gone is None):
                    self._add(step.thing, version)
            else:
                self._end(step, version)

    def born(self, version: int) -> bool:
        return any(life.born == version for lives in self._lives.values() for life in lives)

    def existed(self, thing: Thing, version: int) -> bool:
        """Say whether it was there before the version ran."""
        there = (life for life in self._named(thing) if life.born < version and not (life.gone or version) < version)
        return any(life.thing.is_the(thing) for life in there)

    def _end(self, step: Step, version: int) -> None:
        parts = step.thing.kind in {"table", "view", "materialized view", "type", "schema", "column"}
        for life in list(self._all() if parts else self._named(step.thing)):
            if life.gone is None and (life.thing.is_the(step.thing) or life.thing.goes_with(step.thing)):
                life.gone = version
                if step.verb is Verb.RENAME:
                    self._add(renamed(life.thing, step.thing, step.to or step.thing), version)

    def _add(self, thing: Thing, version: int) -> None:
        self._lives.setdefault((thing.kind, thing.name, thing.table), []).append(_Life(thing, version))

    def _named(self, thing: Thing) -> list[_Life]:
        return self._lives.get((thing.kind, thing.name, thing.table), [])

    def _all(self) -> Iterator[_Life]:
        return (life for lives in self._lives.values() for life in lives)
