"""The status page: one HTML document that loads nothing and runs nothing."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from guardian import __version__
from guardian.report.overview import Overview, Verdict

# Colours are named by what they mean; the page says the same in words.
_TONES = {
    Verdict.PROBLEM: "bad",
    Verdict.DIRTY: "bad",
    Verdict.DRIFTED: "bad",
    Verdict.BEHIND: "warn",
    Verdict.UNCHECKED: "mute",
    Verdict.IN_ORDER: "good",
}


def render_page(overview: Overview, *, refresh: int | None = None) -> str:
    """Return the page; with `refresh` the browser asks for it again after so many seconds."""
    page = _environment().get_template("status.html").render(overview=overview, refresh=refresh)
    # A file name may hold bytes that are no UTF-8; Python carries them as characters that cannot be written.
    return page.encode("utf-8", "backslashreplace").decode("utf-8")


@cache
def content_policy() -> str:
    """Return the Content-Security-Policy that the page carries: nothing but its own style sheet, by hash."""
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("guardian.report", "templates"),
        autoescape=True,  # whatever a database or a file is called, it stays text
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["moment"] = _moment
    environment.globals.update(
        policy=content_policy(),
        style=Markup(_style()),  # noqa: S704 - our own file; escaped, it would not match its hash
        tones=_TONES,
        guardian_version=__version__,
    )
    return environment


@cache
def _style() -> str:
    return resources.files("guardian.report").joinpath("templates", "status.css").read_text(encoding="utf-8")


def _moment(at: datetime) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(at.isoformat(), f"{at:%Y-%m-%d %H:%M:%S %Z}")
