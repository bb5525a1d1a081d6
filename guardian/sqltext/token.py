"""SQL text to tokens, by PostgreSQL's own lexer: what stands in a string or in a comment is one token."""

from __future__ import annotations

from dataclasses import dataclass

import postgast

_NAME = postgast.pg_query_pb2.Token.Name
_COMMENTS = frozenset({"SQL_COMMENT", "C_COMMENT"})


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` as in PostgreSQL's grammar; `start` and `end` are offsets in characters."""

    kind: str
    start: int
    end: int
    text: str

    @property
    def comment(self) -> bool:
        return self.kind in _COMMENTS

    @property
    def name(self) -> str | None:
        """The identifier that the token stands for, None for what is none."""
        if self.kind == "UIDENT" or self.text.startswith('"'):
            return self.text[self.text.index('"') + 1 : -1].replace('""', '"')
        word = self.text[:1].isalpha() or self.text[:1] == "_"
        return self.text.lower() if word and self.kind not in {"SCONST", "BCONST", "XCONST", "USCONST"} else None


def scan_tokens(sql: str) -> tuple[Token, ...]:
    """Return all tokens, comments too. Raises postgast.PgQueryError, such as for a string without its end."""
    found = postgast.scan(sql).tokens
    if sql.isascii():
        return tuple(Token(_NAME(t.token), t.start, t.end, sql[t.start : t.end]) for t in found)
    encoded, tokens, byte, character = sql.encode(), [], 0, 0
    for t in found:
        start = character + len(encoded[byte : t.start].decode())
        text = encoded[t.start : t.end].decode()
        byte, character = t.end, start + len(text)
        tokens.append(Token(_NAME(t.token), start, character, text))
    return tuple(tokens)
