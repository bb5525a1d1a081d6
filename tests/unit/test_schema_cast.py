from __future__ import annotations

import pytest

from guardian.schema.ddl.cast import cast_expression


@pytest.mark.parametrize(
    ("old", "new", "expression"),
    [
        ("integer", "bigint", "a::bigint"),
        ("character varying(10)", "character varying(20)", "a::character varying(20)"),
        ("numeric(10,2)", "integer", "a::integer"),
        ("text", "public.mood", "a::public.mood"),
        ("public.mood", "public.other", "a::text::public.other"),
        ("integer", "public.mood", "a::text::public.mood"),
        ("integer[]", "bigint[]", "a::bigint[]"),
        ("integer", "integer[]", "a::text::integer[]"),
        ("text", "integer[]", "a::integer[]"),
        ("timestamp(3) with time zone", "date", "a::date"),
        ("boolean", "bigint", "a::text::bigint"),
    ],
)
def test_cast(old, new, expression):
    """A cast that the server has is used; anything else goes through text."""
    assert cast_expression("a", old, new) == expression
