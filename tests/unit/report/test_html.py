"""The status page as text: what it shows, and that what it shows stays text."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from guardian.config import Role
from guardian.drift.check import DriftReport
from guardian.drift.finding import Finding
from guardian.drift.severity import Severity
from guardian.migrate.record import Action, HistoryRecord, Outcome
from guardian.migrate.state import VersionState
from guardian.migrate.status import TargetStatus
from guardian.report.html import content_policy, render_page
from guardian.report.overview import Overview, TargetOverview, Verdict, overview_document
from guardian.schema.diff import ChangeKind
from guardian.schema.model import Kind

AT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
NASTY = "\"><script>alert(1)</script><img src=x onerror='alert(2)'>&amp;</pre>{{ 7*7 }}"


class Reader(HTMLParser):
    """The tags with their attributes, and the text of the body, as a browser reads them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text, self.style, self._in = "", "", ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._in = tag

    def handle_endtag(self, tag):  # noqa: ARG002 - the parser's signature
        self._in = ""

    def handle_data(self, data):
        if self._in == "style":
            self.style += data
        else:
            self.text += data


def finding(**changes) -> Finding:
    values = {
        "id": "0a1b2c3d",
        "kind": Kind.COLUMN,
        "name": "public.users.nick",
        "change": ChangeKind.ADDED,
        "severity": Severity.HIGH,
        "attributes": {},
        "sentence": "column public.users.nick was added on prod",
        "adopt_sql": "alter table users add nick text;\n",
        "revert_sql": "alter table users drop nick;\n",
    }
    return Finding(**{**values, **changes})


def target(*findings: Finding, **changes) -> TargetOverview:
    status = TargetStatus(name="prod", role=Role.PRODUCTION, state=VersionState(version=3))
    drift = DriftReport(target="prod", version=3, findings=findings)
    return TargetOverview(**{"status": status, "drift": drift, "checked_at": AT, **changes})


def page(*targets: TargetOverview, **changes) -> str:
    values = {"made_at": AT, "targets": targets, "migrations": 3, "last_migration": "000003_last"}
    return render_page(Overview(**{**values, **changes}))


def test_names_from_outside_stay_text() -> None:
    """Whatever objects, people, files and faults are called: the page has the same tags, and shows the very name."""

    def shown(word: str) -> Reader:
        found = finding(
            name=word, sentence=word, adopt_sql=word, revert_sql=word, who=word, when=AT, acknowledged=word, id=word
        )
        run = HistoryRecord(
            id=1,
            at=AT,
            action=Action.UP,
            version=3,
            title=word,
            outcome=Outcome.DONE,
            up_checksum=None,
            down_checksum=None,
            os_user=word,
            error=None,
        )
        state = VersionState(version=3)
        status = TargetStatus(name=word, role=Role.PRODUCTION, state=state, pending=(word,), problem=word, last_run=run)
        moving = DriftReport(target=word, version=3, migrating=word)
        return Reader(
            page(
                target(found, status=status, problem=f"{word}."),
                target(drift=moving),
                problem=word,
                last_migration=word,
            )
        )

    nasty, harmless = shown(NASTY), shown("harmless")

    assert [tag for tag, _ in nasty.tags] == [tag for tag, _ in harmless.tags]
    assert [set(names) for _, names in nasty.tags] == [set(names) for _, names in harmless.tags]
    assert nasty.text == harmless.text.replace("harmless", NASTY)


def test_the_page_shows_findings_with_both_ways_out() -> None:
    text = Reader(page(target(finding()))).text

    assert "column public.users.nick was added on prod" in text
    assert "0a1b2c3d" in text
    assert "alter table users add nick text;" in text
    assert "alter table users drop nick;" in text
    assert "1 high" in text
    assert "2026-03-04 05:06:07 UTC" in text


def test_sql_keeps_its_line_breaks() -> None:
    """The parser drops one line break after <pre>; it must be ours, not the SQL's own."""
    source = page(target(finding(adopt_sql="\n  select 1;\n\tselect 2;\n")))

    assert '<pre tabindex="0">\n\n  select 1;\n\tselect 2;\n</pre>' in source


def test_the_page_loads_and_runs_nothing() -> None:
    """No script, no address of anything, and a policy that would forbid them."""
    reader = Reader(page(target(finding())))

    assert not {tag for tag, _ in reader.tags} & {"script", "link", "img", "iframe", "object", "form", "base", "a"}
    assert not {name for _, names in reader.tags for name in names} & {"src", "href", "style", "srcset", "onload"}
    assert "url(" not in reader.style
    assert "@import" not in reader.style
    metas = [names for tag, names in reader.tags if tag == "meta"]
    assert {"http-equiv": "Content-Security-Policy", "content": content_policy()} in metas


def test_the_policy_allows_the_page_s_own_style() -> None:
    """The hash is of the style element's text as it stands on the page."""
    digest = base64.b64encode(hashlib.sha256(Reader(page()).style.encode()).digest()).decode()

    assert re.search(r"style-src ([^;]*)", content_policy())[1] == f"'sha256-{digest}'"
    assert content_policy().startswith("default-src 'none';")


def test_only_a_served_page_asks_for_itself_again() -> None:
    overview = Overview(made_at=AT)

    assert 'http-equiv="refresh"' not in render_page(overview)
    assert '<meta http-equiv="refresh" content="60">' in render_page(overview, refresh=60)


def test_an_unreachable_target_shows_its_problem_beside_what_was_known() -> None:
    status = TargetStatus(name="prod", role=Role.PRODUCTION, problem="prod: nobody answers")

    text = Reader(page(target(finding(), status=status, problem="prod: nobody answers"))).text

    assert text.count("prod: nobody answers") == 1
    assert "column public.users.nick was added on prod" in text


@pytest.mark.parametrize(
    ("shown", "verdict"),
    [
        (target(), Verdict.IN_ORDER),
        (target(finding()), Verdict.DRIFTED),
        (target(finding(severity=Severity.INFO)), Verdict.IN_ORDER),
        (target(finding(acknowledged="known")), Verdict.IN_ORDER),
        (target(drift=None), Verdict.UNCHECKED),
        (target(drift=DriftReport(target="prod", version=3, migrating="bob")), Verdict.UNCHECKED),
        (target(problem="no"), Verdict.PROBLEM),
        (target(status=TargetStatus(name="p", role=Role.PRODUCTION, problem="no")), Verdict.PROBLEM),
        (
            target(status=TargetStatus(name="p", role=Role.PRODUCTION, state=VersionState(version=1), pending=("x",))),
            Verdict.BEHIND,
        ),
        (
            target(
                status=TargetStatus(name="p", role=Role.PRODUCTION, state=VersionState(version=1, dirty=True)),
                problem="no",
            ),
            Verdict.DIRTY,
        ),
        (target(status=TargetStatus(name="p", role=Role.PRODUCTION), drift=None), Verdict.UNCHECKED),
    ],
)
def test_verdict(shown: TargetOverview, verdict: Verdict) -> None:
    """A target's verdict is the worst that is known of it, and the page says it in words."""
    assert shown.verdict is verdict
    assert f">{verdict}</span>" in page(shown)


def test_acknowledged_findings_are_listed_and_not_counted() -> None:
    shown = target(finding(acknowledged="the vendor's"), finding(severity=Severity.LOW))

    assert {severity: number for severity, number in shown.count_open().items() if number} == {Severity.LOW: 1}
    assert "acknowledged: the vendor's" in Reader(page(shown)).text


def test_the_document_says_what_the_page_says() -> None:
    overview = Overview(made_at=AT, targets=(target(finding()),), migrations=3, last_migration="000003_last")

    document = json.loads(json.dumps(overview_document(overview)))

    assert document["made_at"] == "2026-03-04T05:06:07+00:00"
    assert document["targets"][0]["verdict"] == "drifted"
    assert document["targets"][0]["drift"]["findings"][0]["id"] == "0a1b2c3d"
