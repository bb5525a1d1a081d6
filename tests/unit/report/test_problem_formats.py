"""Problems in every format: what the programs that read them ask for, whatever files are called and hold."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from dataclasses import replace
from urllib.parse import unquote_to_bytes, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guardian.lint.problem import Problem
from guardian.report.problem import Format, render_problems

SYNTAX = Problem(
    file="migrations/000001_a.up.sql",
    rule="syntax",
    message='syntax error at or near "selec"',
    remedy="correct the SQL",
    line=2,
    column=4,
    excerpt="   selec 2;",
)
WHOLE = Problem(file="migrations/guardian.lock", rule="locked", message="has no line", remedy="guardian lock")
# What names and messages are made of in the hands of somebody who means harm.
NASTY = ("::error::x", "##[error]x", "a\nb", "a\rb", "a\x1b[2Jb", "a%0Ab", "a,b:c=d", "\udcff\udcfe", "{0} [a](b) \\",
         "\u202egpj.exe", "日本語", "\u2028", "a b", "\t", "::", "  ::stop-commands::x")  # fmt: skip
words = st.one_of(st.sampled_from(NASTY), st.text(st.characters(exclude_characters="\0"), min_size=1, max_size=20))
problems = st.builds(
    Problem,
    file=words, rule=words, message=words, remedy=words, excerpt=words,
    tool=st.sampled_from(("guardian", "squawk")),
    line=st.one_of(st.none(), st.integers(1, 10**6)), column=st.one_of(st.none(), st.integers(1, 500)),
)  # fmt: skip
several = st.lists(problems, max_size=3)
few = settings(max_examples=40)


def runner_commands(output: str) -> list[str]:
    """Return the lines that GitHub's runner takes for commands: `::` first, blanks aside, or `##[` anywhere."""
    lines = re.split(r"\r\n|\r|\n", output)
    return [line for line in lines if line.strip().startswith("::") or "##[" in line]


def cells(text: str) -> int:
    none = ("Mn", "Me", "Cf")
    return sum(
        0
        if unicodedata.combining(c) or unicodedata.category(c) in none
        else 2
        if unicodedata.east_asian_width(c) in "WF"
        else 1
        for c in text
    )


@few
@given(several, st.sampled_from([form for form in Format if form is not Format.GITHUB]))
def test_nothing_drives_a_terminal_or_a_runner(found: list[Problem], form: Format):
    output = render_problems(found, form)

    assert runner_commands(output) == []
    assert [c for c in output if c != "\n" and unicodedata.category(c) in ("Cc", "Cs")] == []
    output.encode()


@pytest.mark.parametrize("line", ["::error::x", "  ::error::x", "a\n::x", "a ##[error]x"])
def test_a_runners_command_is_seen(line: str):
    assert runner_commands(line)


class TestConsole:
    def test_the_line_and_a_caret(self):
        assert render_problems([SYNTAX], Format.CONSOLE).splitlines() == [
            'migrations/000001_a.up.sql:2:4: [guardian-syntax] syntax error at or near "selec"',
            "       2 |    selec 2;",
            "         |    ^",
            "    what to do: correct the SQL",
        ]

    def test_a_file_as_a_whole(self):
        assert render_problems([WHOLE], Format.CONSOLE).splitlines() == [
            "migrations/guardian.lock: [guardian-locked] has no line",
            "    what to do: guardian lock",
        ]

    def test_nothing(self):
        assert render_problems([], Format.CONSOLE) == "nothing found"

    @pytest.mark.parametrize(
        ("before", "shown"),
        [("\t", "    "), ("ab\t", "ab  "), ("abcd\t", "abcd    "), ("日本", "日本"), ("e\u0301", "e\u0301"),
         ("\x1b[2J", "\\x1b[2J"), ("日\t", "日  "), ("\u200d", "\u200d"), ("\ud800", "\\ud800"), ("", "")],
    )  # fmt: skip
    def test_the_caret_stands_below_the_column(self, before: str, shown: str):
        problem = replace(SYNTAX, excerpt=f"{before}X y", column=len(before) + 1)
        _, text, caret, _ = render_problems([problem], Format.CONSOLE).splitlines()

        assert text == f"       2 | {shown}X y"
        assert cells(caret[: caret.index("^")]) == cells(text[: text.index("X")])

    @few
    @given(st.text(st.characters(exclude_characters="\n"), min_size=1, max_size=20), st.integers(1, 3500))
    def test_a_long_line_is_cut_around_the_column(self, pattern: str, column: int):
        excerpt = pattern * 200
        lines = render_problems([replace(SYNTAX, excerpt=excerpt, column=column)], Format.CONSOLE).splitlines()
        if not excerpt.strip():
            assert len(lines) == 2
            return
        _, text, caret, _ = lines

        assert cells(text) < 150
        assert cells(caret) < 150

    @few
    @given(st.integers(0, 2000), st.integers(0, 2000))
    def test_the_cut_keeps_what_the_caret_shows(self, before: int, behind: int):
        excerpt = "a" * before + "X" + "b" * behind
        problem = replace(SYNTAX, excerpt=excerpt, column=before + 1)
        _, text, caret, _ = render_problems([problem], Format.CONSOLE).splitlines()

        assert text[caret.index("^")] == "X"
        assert ("…" in text) == (text.count("a") < before or text.count("b") < behind)

    def test_colour_changes_no_character(self):
        coloured = render_problems([SYNTAX, WHOLE], Format.CONSOLE, colour=True)

        assert coloured.count("\x1b[31m") >= 3
        assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render_problems([SYNTAX, WHOLE], Format.CONSOLE)


def test_json_is_the_value_again():
    (document,) = json.loads(render_problems([SYNTAX], Format.JSON))

    assert document == {
        "file": "migrations/000001_a.up.sql", "line": 2, "column": 4, "code": "guardian-syntax", "rule": "syntax",
        "tool": "guardian", "message": SYNTAX.message, "remedy": SYNTAX.remedy, "excerpt": SYNTAX.excerpt,
    }  # fmt: skip


@few
@given(several)
def test_json_keeps_every_byte_of_a_name(found: list[Problem]):
    documents = json.loads(render_problems(found, Format.JSON))

    assert [document["file"] for document in documents] == [problem.file for problem in found]


def parse_command(line: str) -> tuple[str, dict[str, str], str]:
    """Read a workflow command as the runner does: (command, properties, message)."""
    match = re.fullmatch(r"::(\w+) ([^:]*)::(.*)", line, re.DOTALL)
    assert match
    message, properties = match[3], {}
    for part in match[2].split(","):
        name, _, value = part.partition("=")
        properties[name] = undo(value, {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"})
    return match[1], properties, undo(message, {"%0D": "\r", "%0A": "\n", "%25": "%"})


def undo(text: str, escapes: dict[str, str]) -> str:
    for escape, sign in escapes.items():
        text = text.replace(escape, sign)
    return text


class TestGitHub:
    def test_a_command_with_its_place(self):
        assert render_problems([SYNTAX], Format.GITHUB) == (
            "::error file=migrations/000001_a.up.sql,line=2,col=4,title=guardian-syntax::"
            'syntax error at or near "selec"%0Awhat to do: correct the SQL'
        )

    def test_nothing_is_no_line(self):
        assert render_problems([], Format.GITHUB) == ""

    @few
    @given(st.lists(problems, min_size=1, max_size=4))
    def test_each_problem_is_one_command(self, found: list[Problem]):
        lines = render_problems(found, Format.GITHUB).split("\n")

        assert len(lines) == len(found)
        for line, problem in zip(lines, found, strict=True):
            command, properties, message = parse_command(line)
            assert command == "error"
            assert set(properties) - {"line", "col"} == {"file", "title"}
            assert properties.get("line") == (None if problem.line is None else str(problem.line))
            assert "\nwhat to do: " in message
            assert "##[" not in line

    @given(st.text(st.characters(categories=("L", "N", "P", "S"), include_characters="%,:\r\n"), min_size=1))
    def test_the_runner_reads_the_name_as_it_is(self, file: str):
        if "##[" in file:
            return
        _, properties, _ = parse_command(render_problems([replace(WHOLE, file=file)], Format.GITHUB))

        assert properties["file"] == file


class TestGitLab:
    def test_a_report(self):
        first, second = json.loads(render_problems([SYNTAX, WHOLE], Format.GITLAB))

        assert first["check_name"] == "guardian-syntax"
        assert first["description"].startswith("syntax error")
        assert first["location"] == {"path": SYNTAX.file, "lines": {"begin": 2}}
        assert second["location"] == {"path": WHOLE.file, "lines": {"begin": 1}}

    @few
    @given(several)
    def test_every_report_is_one_that_gitlab_takes(self, found: list[Problem]):
        report = json.loads(render_problems(found, Format.GITLAB))

        assert len(report) == len(found)
        for issue in report:
            assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
            assert all(isinstance(issue[key], str) and issue[key] for key in set(issue) - {"location"})
            assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
            assert issue["location"]["lines"]["begin"] >= 1
            json.dumps(issue, ensure_ascii=False).encode()
        assert len({issue["fingerprint"] for issue in report}) == len(report)

    def test_a_fingerprint_outlives_moved_lines_and_other_problems(self):
        def marks(*found: Problem) -> list[str]:
            return [issue["fingerprint"] for issue in json.loads(render_problems(found, Format.GITLAB))]

        moved = replace(SYNTAX, line=200, excerpt=f"  {SYNTAX.excerpt}", column=6)
        assert marks(SYNTAX)[0] == marks(WHOLE, moved)[1]
        assert marks(SYNTAX) != marks(replace(SYNTAX, rule="naming"))
        assert marks(replace(SYNTAX, file="ab", message="c")) != marks(replace(SYNTAX, file="a", message="bc"))
        assert len(set(marks(SYNTAX, SYNTAX, moved))) == 3


# What SARIF's schema says of the objects that are used here: (required, optional) with what each must be.
def text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def message(value: object) -> bool:
    return isinstance(value, dict) and set(value) == {"text"} and text(value["text"])


def uri(value: object) -> bool:
    parts = urlsplit(str(value))
    return parts.scheme == "https" and bool(parts.netloc) and re.fullmatch(r"[!-~]+", str(value)) is not None


SHAPES = {
    "log": ({"version": lambda v: v == "2.1.0", "runs": list}, {"$schema": uri}),
    "run": ({"tool": dict}, {"results": list, "columnKind": lambda v: v in ("unicodeCodePoints", "utf16CodeUnits")}),
    "driver": ({"name": text}, {"semanticVersion": text, "rules": list, "informationUri": uri}),
    "rule": (
        {"id": text},
        {"shortDescription": message, "fullDescription": message, "help": message, "helpUri": uri,
         "defaultConfiguration": lambda v: v == {"level": "error"}},
    ),
    "result": (
        {"message": message},
        {"ruleId": text, "ruleIndex": lambda v: type(v) is int and v >= 0, "locations": list,
         "partialFingerprints": dict, "level": lambda v: v in ("none", "note", "warning", "error")},
    ),
    "artifact": ({}, {"uri": lambda v: re.fullmatch(r"[A-Za-z0-9_.~/%-]+", v), "uriBaseId": text}),
    "region": ({}, {"startLine": lambda v: v >= 1, "startColumn": lambda v: v >= 1, "snippet": message}),
}  # fmt: skip


def assert_shape(name: str, value: object) -> None:
    required, optional = SHAPES[name]
    assert isinstance(value, dict)
    assert required.keys() <= value.keys() <= required.keys() | optional.keys(), (name, value)
    for key, held in value.items():
        kind = (required | optional)[key]
        assert isinstance(held, kind) if isinstance(kind, type) else kind(held), (name, key, held)


def assert_sarif(log: dict) -> list[dict]:
    """Hold a log against what SARIF 2.1.0 asks of it; return its results."""
    assert_shape("log", log)
    (run,) = log["runs"]
    assert_shape("run", run)
    assert set(run["tool"]) == {"driver"}
    driver = run["tool"]["driver"]
    assert_shape("driver", driver)
    for rule in driver["rules"]:
        assert_shape("rule", rule)
    ids = [rule["id"] for rule in driver["rules"]]
    for result in run["results"]:
        assert_shape("result", result)
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert all(text(mark) for mark in result["partialFingerprints"].values())
        (location,) = result["locations"]
        assert set(location) == {"physicalLocation"}
        assert set(location["physicalLocation"]) == {"artifactLocation", "region"}
        assert_shape("artifact", location["physicalLocation"]["artifactLocation"])
        assert_shape("region", location["physicalLocation"]["region"])
    return run["results"]


class TestSarif:
    def test_a_log(self):
        log = json.loads(render_problems([SYNTAX, WHOLE, replace(SYNTAX, line=5)], Format.SARIF))
        first, second, _ = assert_sarif(log)

        assert first["locations"][0]["physicalLocation"] == {
            "artifactLocation": {"uri": "migrations/000001_a.up.sql", "uriBaseId": "SRCROOT"},
            "region": {"startLine": 2, "startColumn": 4, "snippet": {"text": "   selec 2;"}},
        }
        assert second["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}
        rules = log["runs"][0]["tool"]["driver"]["rules"]
        assert [rule["id"] for rule in rules] == ["guardian-locked", "guardian-syntax"]
        assert rules[1]["helpUri"].endswith("/docs/lint.md#guardian-syntax")

    @few
    @given(several)
    def test_every_log_is_valid(self, found: list[Problem]):
        results = assert_sarif(json.loads(render_problems(found, Format.SARIF)))

        assert len(results) == len(found)
        assert len({json.dumps(result["partialFingerprints"]) for result in results}) == len(found)
        json.dumps(results, ensure_ascii=False).encode()

    @pytest.mark.parametrize(
        "file", [b"a b/\xff\n::x%.sql", "日本/c:d#e?f.sql".encode(), b"migrations/000001_a.up.sql"]
    )
    def test_a_name_of_any_bytes_is_in_the_address(self, file: bytes):
        (result,) = assert_sarif(json.loads(render_problems([replace(WHOLE, file=os.fsdecode(file))], Format.SARIF)))

        assert unquote_to_bytes(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]) == file

    def test_a_message_has_neither_links_nor_placeholders(self):
        (result,) = assert_sarif(json.loads(render_problems([replace(WHOLE, message="[a](b) {0} \\")], Format.SARIF)))

        assert result["message"]["text"].startswith(r"\[a\](b) {{0}} \\;")

    def test_another_tools_rules_are_its_own(self):
        log = json.loads(render_problems([replace(SYNTAX, tool="squawk", rule="ban-drop-column")], Format.SARIF))
        (rule,) = log["runs"][0]["tool"]["driver"]["rules"]

        assert (rule["id"], rule["helpUri"]) == ("ban-drop-column", "https://squawkhq.com/docs/ban-drop-column")
