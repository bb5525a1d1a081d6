"""docs/lint.md, made from the rules themselves."""

from __future__ import annotations

from collections.abc import Iterator

from guardian.lint.registry import RULES
from guardian.lint.sql_rule import Example, Rule
from guardian.lint.squawk_rule import OFF, ON

_HEAD = """# Lint

`guardian lint [FILES]` and the hook `guardian-lint` judge the SQL of migrations: guardian's own rules, listed here, and
those of [squawk](https://squawkhq.com) about locks. Made from the rules by `make docs`.

A promoted file is not judged again: it cannot be changed any more. A file that is no SQL, no UTF-8, or larger than
8 MB is one problem, `syntax` or `size`.

## To allow a finding

```sql
-- guardian: allow data-loss because the column has been empty since version 12
ALTER TABLE orders DROP COLUMN note;
```

The comment stands on the line before the statement, or on a line of it. At the top of the file, with an empty line
below, it is about the whole file. Several rules are separated by commas; squawk's names count too. A comment without a
reason, with an unknown rule, or that allows what nobody found is a problem itself (`allow`).

A rule is switched off for all files by its name in `guardian.toml`:

```toml
[lint]
ignore = ["unrelated-changes", "require-concurrent-index-creation"]
```
"""

_SQUAWK = """## squawk

Up files are judged by squawk with these rules. A finding about a table that the same file makes is left out, as nobody
waits for a lock on it. With `postgres = "15"` in `[lint]` squawk judges for that version. `ignore = ["squawk"]` leaves
squawk out. Where squawk is missing, or breaks off, lint fails: what was not judged is not called clean.
"""

_OFF = """These rules of squawk are off:

| rule | why |
|---|---|
"""


def render_lint_page() -> str:
    return "\n".join([_HEAD, *(_rule(rule) for rule in RULES), *_squawk()])


def _rule(rule: Rule) -> str:
    file = "down" if rule.in_down else "up"
    lines = [f"## {rule.name}", "", rule.why, "", f"Bad ({file}, found at line {rule.at[0]}, column {rule.at[1]}):", ""]
    lines += [*_example(rule.bad, down=rule.in_down), "", "Good:", "", *_example(rule.good, down=rule.in_down), ""]
    if rule.notes:
        lines += [rule.notes, ""]
    return "\n".join(lines)


def _example(example: Example, *, down: bool) -> Iterator[str]:
    yield "```sql"
    if down:
        yield f"-- up\n{example.up}\n-- down\n{example.down}"
    else:
        yield example.up
    yield "```"


def _squawk() -> Iterator[str]:
    yield _SQUAWK
    yield from (f"- `{name}`" for name in sorted(ON))
    yield ""
    yield _OFF.rstrip("\n")
    yield from (f"| `{name}` | {why} |" for name, why in sorted(OFF.items()))
    yield ""
