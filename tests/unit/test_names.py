"""Names as they stand in SQL, and as they are shown."""

from __future__ import annotations

import unicodedata

import postgast
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardian.names import printable, qualified, quote_ident, quote_literal

TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=20)
# Control characters, and the 12 characters that Unicode's bidirectional algorithm (UAX 9) takes as instructions.
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize(
    ("name", "quoted"),
    [
        ("plain_1", "plain_1"),
        ("_a", "_a"),
        ("1a", '"1a"'),
        ("Order", '"Order"'),
        ("order", '"order"'),
        ("user", '"user"'),
        ("", '""'),
        ('a"b', '"a""b"'),
        ("a\nb", '"a\nb"'),
        ("straße", '"straße"'),
        ("a$", '"a$"'),
        ("plain\n", '"plain\n"'),
    ],
)
def test_an_identifier_is_quoted_where_it_must_be(name: str, quoted: str) -> None:
    assert quote_ident(name) == quoted


@pytest.mark.parametrize("quote", [quote_ident, quote_literal])
def test_a_nul_byte_is_refused(quote) -> None:
    with pytest.raises(ValueError, match="NUL byte"):
        quote("a\0b")


@given(TEXT)
def test_a_quoted_identifier_is_one_name_for_the_parser(name: str) -> None:
    """PostgreSQL's own parser reads it back as the very name, and nothing else; it cuts at 63 bytes."""
    if len(name.encode()) > 63:
        name = name[:15]
    (statement,) = postgast.parse(f"select 1 as {quote_ident(name)}").stmts

    assert statement.stmt.select_stmt.target_list[0].res_target.name == name


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=30))
def test_a_quoted_literal_is_one_string_for_the_parser(text: str) -> None:
    (statement,) = postgast.parse(f"select {quote_literal(text)}").stmts

    assert statement.stmt.select_stmt.target_list[0].res_target.val.a_const.sval.sval == text


def test_parts_are_quoted_each() -> None:
    assert qualified("public", "Order.x", "a") == 'public."Order.x".a'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain é 漢 🙂 \\", "plain é 漢 🙂 \\"),
        ("\x1b[2J", "\\x1b[2J"),
        ("a\nb\tc\r", "a\\nb\\tc\\r"),
        ("\x9b31m", "\\x9b31m"),
        ("\u202egnp", "\\u202egnp"),
        ("\u2028", "\\u2028"),
        ("\udcff", "\\udcff"),
        ("\0\x7f", "\\x00\\x7f"),
    ],
)
def test_what_drives_a_terminal_is_shown_as_an_escape(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_line_breaks_and_tabs_stay_in_a_text_of_lines() -> None:
    assert printable("a\n\tb\r\x1b", lines=True) == "a\n\tb\\r\\x1b"


@given(st.text(max_size=50))
def test_nothing_unseen_is_left(text: str) -> None:
    """Whatever comes out can be encoded, stays on its line, turns no direction, and comes out the same again."""
    shown = printable(text)

    shown.encode()
    assert len(shown.splitlines()) <= 1
    assert not any(unicodedata.category(character) in {"Cc", "Zl", "Zp", "Cs"} for character in shown)
    assert not set(shown) & set(BIDI)
    assert printable(shown) == shown
