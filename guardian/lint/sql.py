"""The rules over SQL, on the files of a tree: what each finds, what comments allow, and what is not shown."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from guardian.config import Lint
from guardian.errors import ConfigError
from guardian.lint import squawk_rule
from guardian.lint.allow import Allow, read_allows, unused
from guardian.lint.problem import Problem
from guardian.lint.registry import RULES
from guardian.lint.sheet import Sheet, read_sheets
from guardian.lint.sql_rule import Finding
from guardian.lint.squawk_rule import SquawkFinding
from guardian.lint.tree import Tree
from guardian.migrate.lock_file import LockFile
from guardian.sqltext.secret import mask
from guardian.sqltext.secret_span import find_secret_spans, hide, secrets_of

# Given texts by name and which of them run in one transaction, return what squawk finds in each.
Squawk = Callable[[Mapping[str, str], Collection[str]], Mapping[str, Sequence[SquawkFinding]]]

SQUAWK = "squawk"
NAMES = frozenset(rule.name for rule in RULES)
KNOWN = NAMES | squawk_rule.ON | squawk_rule.OFF.keys() | {SQUAWK}


def sql_problems(
    tree: Tree, known: LockFile, options: Lint, *, squawk: Squawk, only: Collection[str] | None = None
) -> Iterator[Problem]:
    """Judge the files that are not promoted; of those, the ones named in `only`, all for None.

    `known` is the last agreed lock file. Raises ConfigError for a rule in `options.ignore` that does not exist.
    """
    refuse_unknown(options)
    promoted = {line.file for line in known.promoted}
    wanted = {name for name in tree.files if name not in promoted and (only is None or name in only)}
    sheets = read_sheets(tree, options, wanted)
    yield from sheets.unreadable
    pages = {sheet.name: sheet for sheet in sheets.sheets}
    reported = _squawk(pages, options, squawk)
    for name, sheet in pages.items():
        yield from _SheetJudge(tree.path(name), sheet, options).problems(reported.get(name, ()))


def refuse_unknown(options: Lint) -> None:
    unknown = [name for name in options.ignore if name not in KNOWN]
    if unknown:
        raise ConfigError(
            f"{', '.join(unknown)}: there is no such rule; see the rules' names in docs/lint.md",
            file="guardian.toml",
            section="lint",
            key="ignore",
        )


def _squawk(sheets: Mapping[str, Sheet], options: Lint, squawk: Squawk) -> Mapping[str, Sequence[SquawkFinding]]:
    if SQUAWK in options.ignore:
        return {}
    ups = {name: sheet.page for name, sheet in sheets.items() if sheet.page.up and sheet.page.parts}
    together = {name for name, page in ups.items() if page.one_transaction}
    return squawk({name: page.source.text for name, page in ups.items()}, together) if ups else {}


class _SheetJudge:
    """One file's problems, with what is needed to place them."""

    def __init__(self, path: str, sheet: Sheet, options: Lint) -> None:
        self._path, self._page, self._options = path, sheet.page, options
        text = sheet.page.source.text
        spans = find_secret_spans(text)
        self._secrets = secrets_of(text, spans)
        self._shown = hide(text, spans)
        self._lines = [0, *(match.end() for match in re.finditer("\n", text))]

    def problems(self, reported: Sequence[SquawkFinding]) -> Iterator[Problem]:
        found = [*self._own(), *self._squawk(reported)]
        allows, faults = read_allows(self._page.source, KNOWN | {finding.rule for finding in reported})
        used: set[tuple[Allow, str]] = set()
        for start, problem in found:
            allow = next((a for a in allows if problem.rule in a.rules and self._covers(a, start)), None)
            if allow is None:
                yield problem
            # All that cover it are in use, so that no one of two is called superfluous by chance.
            used |= {(a, problem.rule) for a in allows if problem.rule in a.rules and self._covers(a, start)}
        idle = [unused(a, rule) for a in allows for rule in a.rules if (a, rule) not in used and self._on(rule)]
        for fault in (*faults, *idle):
            yield self._placed(fault.start, "allow", fault.message, fault.remedy)

    def _on(self, rule: str) -> bool:
        if rule in NAMES:
            return rule not in self._options.ignore
        return not {rule, SQUAWK} & set(self._options.ignore)

    def _own(self) -> Iterator[tuple[int, Problem]]:
        for rule in RULES:
            if rule.name not in self._options.ignore:
                for finding in rule.find(self._page):
                    yield finding.start, self._problem(rule.name, finding)

    def _problem(self, rule: str, finding: Finding) -> Problem:
        return self._placed(finding.start, rule, finding.message, finding.remedy)

    def _squawk(self, reported: Sequence[SquawkFinding]) -> Iterator[tuple[int, Problem]]:
        for finding in reported:
            start = self._offset(finding.line, finding.column)
            if finding.rule not in self._options.ignore and squawk_rule.stands(finding, self._page, start):
                problem = self._placed(
                    start, finding.rule, finding.message, finding.help or "see squawk's documentation"
                )
                yield start, replace(problem, tool=SQUAWK)

    def _offset(self, line: int, column: int) -> int:
        if line >= len(self._lines):
            return len(self._page.source.text)
        first = self._lines[line]
        text = self._page.source.text[first:].partition("\n")[0]
        return first + len(text.encode()[:column].decode(errors="ignore"))

    def _covers(self, allow: Allow, start: int) -> bool:
        if allow.part is None:
            return True
        parts = self._page.parts
        end = parts[allow.part + 1].start if allow.part + 1 < len(parts) else len(self._page.source.text) + 1
        return parts[allow.part].start <= start < end

    def _placed(self, start: int, rule: str, message: str, remedy: str) -> Problem:
        line = bisect.bisect_right(self._lines, start)
        first = self._lines[line - 1]
        return Problem(
            file=self._path,
            rule=rule,
            message=_one_line(mask(message, self._secrets)),
            remedy=_one_line(mask(remedy, self._secrets)),
            line=line,
            column=start - first + 1,
            excerpt=self._shown[first:].partition("\n")[0].rstrip("\r"),
        )


def _one_line(text: str) -> str:
    return " ".join(text.split())
