"""Where a text holds secrets: passwords, keys, tokens. Works on any text, also one that does not parse."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import postgast

from guardian.sqltext.secret import mask
from guardian.sqltext.token import Token, scan_tokens


@dataclass(frozen=True, slots=True, order=True)
class SecretSpan:
    """`start` and `end` are offsets in characters, without quotes; `what` says what it is, never what it says."""

    start: int
    end: int
    what: str


_QUOTED = r"(?:[eE]|[uU]&)?(?:'((?:[^'\\]|''|\\.)+)'|\$(\w*)\$(.+?)\$\2\$)"
_GAP = r"(?:\s|--[^\n]*\n|/\*.*?\*/)*"
# (what it is, what any text with it holds, pattern); the secret is the last group that took part.
_PATTERNS = (
    # The option of a role, a user mapping or a server. A comparison or an assignment is no such option.
    ("a password", "passw", re.compile(rf"\b(?:password|passwd)\b\"?{_GAP}{_QUOTED}", re.IGNORECASE | re.DOTALL)),
    # The same in a string that is to be run.
    # There a quote is two, one of the secret itself is four, and a third one ends the string.
    (
        "a password",
        "passw",
        re.compile(r"\b(?:password|passwd)\s+''((?:[^']|'''')+)''(?:'(?!')|(?!'))", re.IGNORECASE),
    ),
    ("a password", "passw", re.compile(r"\b(?:password|passwd)\s+\\'([^'\\]+)\\'", re.IGNORECASE)),
    ("a password", "://", re.compile(r"://[^\s:/@'\"]*:([^\s/@'\"]+)@")),
    (
        "a secret for the vault",
        "vault",
        re.compile(rf"\bvault\s*\.\s*create_secret\s*\({_GAP}(?:\w+\s*:?=>?\s*)?{_QUOTED}", re.IGNORECASE | re.DOTALL),
    ),
    (
        "a secret for the vault",
        "vault",
        re.compile(
            rf"\bvault\s*\.\s*update_secret\s*\({_GAP}[^,]*,{_GAP}(?:\w+\s*:?=>?\s*)?{_QUOTED}",
            re.IGNORECASE | re.DOTALL,
        ),
    ),
    (
        "a secret setting",
        "set",
        re.compile(
            r"\bset\s+(?:local\s+|session\s+)?\"?[\w.\"]*(?:secret|password|api_?key|private_?key|service_?key|token)s?(?:_?\d+)?\"?"
            rf"\s*(?:=|\bto\b)\s*{_QUOTED}",
            re.IGNORECASE | re.DOTALL,
        ),
    ),
    ("a private key", "private key", re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----(.+?)(?:-----END|\Z)", re.DOTALL)),
    ("a JSON web token", "eyj", re.compile(r"\b(eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,})")),
    (
        "a key of a service",
        "",
        re.compile(
            r"(?<![\w-])(sb_secret_\w{16,}|sk_live_\w{16,}|rk_live_\w{16,}|whsec_\w{16,}|sk-[\w-]{32,}|gh[pousr]_\w{30,}"
            r"|github_pat_\w{30,}|glpat-[\w-]{20}|AKIA[0-9A-Z]{16}|ASIA[0-9A-Z]{16}|AIza[\w-]{35}|xox[abprs]-[\w-]{10,}"
            r"|SG\.[\w-]{16,}\.[\w-]{16,}|npm_\w{36}|sbp_[0-9a-f]{40}|\d{8,10}:AA[\w-]{33})(?![\w-])"
        ),
    ),
)
# key=value as libpq reads it; only beside another key of a connection, as `password = 'x'` is also a comparison.
_CONNECTION = re.compile(r"\b(?:host|hostaddr|port|dbname|user|service|sslmode)\s*=", re.IGNORECASE)
_KEY_VALUE = re.compile(r"\b(?:password|passwd|pwd)\s*=\s*(?:\\?'{1,2}([^'\\]+)|([^\s'\";]+))", re.IGNORECASE)
# A text without one of these words has no secret that the patterns know: one look instead of nine.
_HINT = re.compile(
    r"passw|pwd|://|vault|secret|key|token|eyJ|sk_live|rk_live|whsec|sk-|gh[pousr]_|github_pat|glpat|AKIA|ASIA|AIza|xox|SG\.|npm_|sbp_|:AA",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"\$\{.*\}|\{\{.*\}\}|<[^<>]*>|%\w*%?|%[sILd]|\*+|\.\.\.|…|\$\d+|:\w+|x{3,}|env:\w+", re.IGNORECASE | re.DOTALL
)
_CHANCE = 2  # characters
_WORDS = {"null", "encrypted", "password", "none", "%s", "valid"}


def find_secret_spans(text: str) -> tuple[SecretSpan, ...]:
    """Return where secrets stand, in order, without those that lie within another."""
    if not _HINT.search(text):
        return ()
    found: list[SecretSpan] = []
    for span in sorted(_all(text), key=lambda span: (span.start, -span.end)):
        if not found or span.start >= found[-1].end:
            found.append(span)
    return tuple(found)


def hide(text: str, spans: tuple[SecretSpan, ...]) -> str:
    """Return the text with asterisks for its secrets, wherever else they stand in it; positions stay."""
    secrets = secrets_of(text, spans)
    for span in spans:
        text = text[: span.start] + _stars(text[span.start : span.end]) + text[span.end :]
    return mask(text, secrets)


def secrets_of(text: str, spans: tuple[SecretSpan, ...]) -> tuple[str, ...]:
    """Return what to mask where it is repeated, the longest first; not what any word may hold by chance."""
    found = {text[span.start : span.end].strip() for span in spans}
    return tuple(sorted((secret for secret in found if len(secret) > _CHANCE), key=lambda s: (-len(s), s)))


def _stars(text: str) -> str:
    return re.sub(r"[^\r\n]", "*", text)


def _all(text: str) -> Iterator[SecretSpan]:
    folded = text.lower()
    for what, word, pattern in _PATTERNS:
        for match in pattern.finditer(text) if word in folded else ():
            group = match.lastindex or 0
            secret = match[group].strip()
            public = what == "a JSON web token" and _is_public(secret)
            if secret and not public and not _PLACEHOLDER.fullmatch(secret) and secret.lower() not in _WORDS:
                yield SecretSpan(match.start(group), match.end(group), what)

    yield from _in_connections(text, 0)


def _in_connections(text: str, start: int) -> Iterator[SecretSpan]:
    if not _KEY_VALUE.search(text):
        return
    try:
        strings = [token for token in scan_tokens(text) if token.kind in {"SCONST", "USCONST"}]
    except postgast.PgQueryError:
        strings = [Token("SCONST", 0, len(text), text)]
    for token in strings:
        if token.text.startswith("$"):
            quote = token.text.index("$", 1) + 1
            yield from _in_connections(token.text[quote:-quote], start + token.start + quote)
        elif _CONNECTION.search(token.text):
            for match in _KEY_VALUE.finditer(token.text):
                at = start + token.start
                first, last = match.span(match.lastindex or 0)
                if not _PLACEHOLDER.fullmatch(token.text[first:last]):
                    yield SecretSpan(at + first, at + last, "a password")


def _is_public(token: str) -> bool:
    """Say whether it is Supabase's key for browsers, which everybody is meant to have."""
    payload = token.split(".")[1]
    try:
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (ValueError, binascii.Error):
        return False
    return isinstance(claims, dict) and claims.get("role") == "anon"
