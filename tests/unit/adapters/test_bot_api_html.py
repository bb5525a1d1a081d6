from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardian.adapters.bot_api_html import CannotParse, Entity, parse


def test_entities_are_counted_in_utf16():
    parsed = parse('😀 <b>a &lt; b</b>\n<pre><code class="language-sql">x</code></pre>')
    assert parsed.text == "😀 a < b\nx"
    assert parsed.entities == (
        Entity(type="b", offset=3, length=5),
        Entity(type="code", offset=9, length=1),
        Entity(type="pre", offset=9, length=1),
    )


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("a & b", "Character '&' must be escaped at byte offset 2"),
        ("é < b", "Character '<' must be escaped at byte offset 3"),
        ("a > b", "Character '>' must be escaped"),
        ("&nbsp;", 'Unsupported entity "&nbsp;"'),
        ("&#0;", "is no character"),
        ("&#xd800;", "is no character"),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>x</b></i>", 'expected "</i>", found "</b>"'),
        ("<b>x</strong>", 'expected "</b>", found "</strong>"'),
        ("<h1>x</h1>", 'Unsupported start tag "h1"'),
        ("<B>x</B>", 'Unsupported start tag "B"'),
        ("<br/>", 'Unsupported start tag "br/"'),
        ("<>x</>", 'Unsupported start tag ""'),
        ("<pre", "Character '<' must be escaped"),
        ("<a>x</a>", 'must have attribute "href"'),
        ('<b onclick="x">x</b>', 'Unsupported attribute "onclick"'),
        ("<span>x</span>", 'must have class "tg-spoiler"'),
        ("<code><b>x</b></code>", "cannot be nested"),
        ("<b><code>x</code></b>", "cannot be nested"),
        ("<b><strong>x</strong></b>", "cannot be nested"),
    ],
)
def test_what_is_no_telegram_html_is_refused(source, complaint):
    with pytest.raises(CannotParse) as raised:
        parse(source)
    assert complaint in str(raised.value)


@pytest.mark.parametrize(
    "source",
    [
        "<b>a <i>b <u>c <s>d</s></u></i></b>",
        "<a href='https://example.org/?a=1'>x</a>",
        "<blockquote expandable>x</blockquote>",
        '<span class="tg-spoiler">x</span><tg-spoiler>y</tg-spoiler>',
        "&#128512;&#x1F600;&quot;",
    ],
)
def test_what_the_documentation_allows_is_taken(source):
    assert parse(source).text


@given(st.text())
def test_escaped_text_is_taken_as_it_is(text):
    parsed = parse(html.escape(text, quote=False))
    assert (parsed.text, parsed.entities) == (text, ())


@given(st.text("<>/&;#xab \"'=pre"))
def test_any_text_is_parsed_or_refused(text):
    try:
        parsed = parse(text)
    except CannotParse:
        return
    assert len(parsed.text) <= len(text)
