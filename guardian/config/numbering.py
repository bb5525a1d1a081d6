"""[naming] and [git]: what the hooks read of guardian.toml too, as it stands in the index or in a commit."""

from __future__ import annotations

from collections.abc import Mapping

from guardian.config.model import Git, Naming, NumberStyle
from guardian.config.section import Section

_MOST_DIGITS = 18  # the version table's bigint holds every number of so many digits
_TIMESTAMP_DIGITS = 14  # YYYYMMDDHHMMSS


def parse_numbering(values: Mapping[str, object], *, file: str) -> tuple[Naming, Git]:
    """Return the two tables of a whole guardian.toml. Raises ConfigError that names file, section and key."""
    top = Section(values, file=file, name=None)
    return parse_naming(top.table("naming")), parse_git(top.table("git"))


def parse_naming(section: Section) -> Naming:
    style = NumberStyle.SEQUENTIAL
    if "style" in section.names():
        style = NumberStyle(section.choice("style", tuple(NumberStyle)))
    digits = section.number("digits", lowest=1, highest=_MOST_DIGITS)
    if style is NumberStyle.TIMESTAMP and digits not in {None, _TIMESTAMP_DIGITS}:
        raise section.error(f"a timestamp has {_TIMESTAMP_DIGITS} digits; remove the line", "digits")
    usual = _TIMESTAMP_DIGITS if style is NumberStyle.TIMESTAMP else Naming().digits
    naming = Naming(style=style, digits=digits or usual, allow_gaps=section.flag("allow_gaps") or False)
    section.done()
    return naming


def parse_git(section: Section) -> Git:
    git = Git(target_branch=section.text("target_branch"))
    section.done()
    return git
