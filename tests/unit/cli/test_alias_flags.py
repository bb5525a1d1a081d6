"""Go's flag package, in Python."""

from __future__ import annotations

import pytest

from guardian.cli.alias.flags import BadFlags, FlagKind, HelpWanted, parse_flags

KINDS = {"path": FlagKind.TEXT, "all": FlagKind.BOOL, "n": FlagKind.INT, "wait": FlagKind.UINT}


@pytest.mark.parametrize(
    ("words", "values", "arguments"),
    [
        ("", {}, ()),
        ("up 1", {}, ("up", "1")),
        ("-path x up", {"path": "x"}, ("up",)),
        ("--path=x up -all", {"path": "x"}, ("up", "-all")),
        ("-path -all", {"path": "-all"}, ()),
        ("-path= -all", {"path": "", "all": True}, ()),
        ("-path=a=b", {"path": "a=b"}, ()),
        ("-all=false -all=T", {"all": True}, ()),
        ("-all false", {"all": True}, ("false",)),
        ("-n -5 -wait 15", {"n": -5, "wait": 15}, ()),
        ("-- -1", {}, ("-1",)),
        ("- -all", {}, ("-", "-all")),
        ("-path a -path b", {"path": "b"}, ()),
    ],
)
def test_words_are_read_as_go_reads_them(words: str, values: dict[str, object], arguments: tuple[str, ...]):
    flags = parse_flags(words.split(), KINDS)
    assert dict(flags.values) == values
    assert flags.arguments == arguments


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("-x", "flag provided but not defined: -x"),
        ("--x=1", "flag provided but not defined: -x"),
        ("-path", "flag needs an argument: -path"),
        ("---path", "bad flag syntax: ---path"),
        ("-=1", "bad flag syntax: -=1"),
        ("--=1", "bad flag syntax: --=1"),
        ("-all=2", 'invalid boolean value "2" for -all: parse error'),
        ("-wait -1", 'invalid value "-1" for flag -wait: parse error'),
        ("-wait 1s", 'invalid value "1s" for flag -wait: parse error'),
    ],
)
def test_what_cannot_be_read_is_told_in_gos_words(words: str, said: str):
    with pytest.raises(BadFlags) as raised:
        parse_flags(words.split(), KINDS)
    assert str(raised.value) == said


@pytest.mark.parametrize("word", ["-h", "--help"])
def test_help_is_wanted(word: str):
    with pytest.raises(HelpWanted):
        parse_flags([word], KINDS)
