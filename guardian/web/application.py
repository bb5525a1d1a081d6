"""The status page over HTTP: three addresses, all of them only for reading."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response, jsonify
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from guardian import __version__
from guardian.report.html import content_policy, render_page
from guardian.report.overview import Overview
from guardian.web.metrics import OverviewCollector

_REFRESH = 60  # seconds


def make_application(overview: Callable[[], Overview]) -> Flask:
    """Return the WSGI application that shows what `overview()` returns; it is asked once for each request."""
    application = Flask(__name__, static_folder=None, template_folder=None)
    registry = CollectorRegistry()
    registry.register(OverviewCollector(overview))

    @application.get("/")
    def page() -> Response:
        return Response(render_page(overview(), refresh=_REFRESH), mimetype="text/html")

    @application.get("/healthz")
    def healthz() -> Response:
        # 200 says that the service answers. A database that does not is no reason to start guardian again.
        shown = overview()
        targets = {target.name: target.verdict for target in shown.targets}
        return jsonify(status="ok", version=__version__, targets=targets, problem=shown.problem)

    @application.get("/metrics")
    def metrics() -> Response:
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

    application.after_request(_harden)
    return application


def _harden(response: Response) -> Response:
    response.headers.update(
        {
            # frame-ancestors counts in a header only, so the page itself does not carry it
            "Content-Security-Policy": f"{content_policy()}; frame-ancestors 'none'",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "no-store",
        }
    )
    return response
