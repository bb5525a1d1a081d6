"""squawk, a linter for locks that a migration takes, as a child process.

It sees copies of the files in a folder of its own: what is judged may stand in git only, names may be hostile, and a
.squawk.toml of the user must not decide what guardian's gate lets through.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from guardian import names
from guardian.errors import GuardianError
from guardian.lint.squawk_rule import SquawkFinding

_SECONDS = 300
_ARGUMENTS = 2_000  # files in one call; a command line is not endless
_BROKEN_OFF = "squawk"


class SquawkFailed(GuardianError):
    """squawk could not judge the migrations."""


def read_squawk(
    texts: Mapping[str, str], together: Collection[str], *, postgres: str | None = None
) -> Mapping[str, Sequence[SquawkFinding]]:
    """Return squawk's findings by name; `together` are the names of files that run in one transaction.

    Raises SquawkFailed where squawk is missing, or does not do what it is asked: a linter that is not there must not
    look like one that found nothing.
    """
    program = _program()
    found: dict[str, list[SquawkFinding]] = {}
    for assume in (True, False):
        wanted = [name for name in texts if (name in together) is assume]
        for first in range(0, len(wanted), _ARGUMENTS):
            chunk = wanted[first : first + _ARGUMENTS]
            found.update(_judge(program, {name: texts[name] for name in chunk}, assume=assume, postgres=postgres))
    return found


def _program() -> str:
    # Beside the interpreter first: the one that was installed with guardian.
    beside = Path(sys.executable).with_name("squawk")
    program = str(beside) if beside.is_file() else shutil.which("squawk")
    if program is None:
        raise SquawkFailed(
            'squawk is not installed; pip install squawk-cli, or leave it out with ignore = ["squawk"] in [lint]'
        )
    return program


def _judge(
    program: str, texts: Mapping[str, str], *, assume: bool, postgres: str | None
) -> dict[str, list[SquawkFinding]]:
    """Return the findings. Where squawk breaks off, halve the files until it is known on which."""
    options = [
        "--reporter=json",
        f"--{'' if assume else 'no-'}assume-in-transaction",
        *([f"--pg-version={postgres}"] if postgres else []),
    ]
    try:
        return _run(program, options, texts)
    except SquawkFailed:
        if len(texts) == 1:
            # Whether it is the file or squawk itself.
            _run(program, options, {"": "select 1;"})
            (name,) = texts
            return {name: [_broken_off()]}
    half = len(texts) // 2
    items = list(texts.items())
    first = _judge(program, dict(items[:half]), assume=assume, postgres=postgres)
    return first | _judge(program, dict(items[half:]), assume=assume, postgres=postgres)


def _broken_off() -> SquawkFinding:
    return SquawkFinding(
        rule=_BROKEN_OFF,
        line=0,
        column=0,
        message="squawk breaks off on this file, so that nobody has judged its locks",
        help="make its statements simpler, or say that you looked: -- guardian: allow squawk because ...",
    )


def _run(program: str, options: Sequence[str], texts: Mapping[str, str]) -> dict[str, list[SquawkFinding]]:
    with tempfile.TemporaryDirectory(prefix="guardian-squawk-") as folder:
        files = {f"{number}.sql": name for number, name in enumerate(texts)}
        for file, name in files.items():
            Path(folder, file).write_text(texts[name], encoding="utf-8", newline="")
        Path(folder, ".squawk.toml").write_text("", encoding="utf-8")
        command = [program, "--config=.squawk.toml", *options, *files]
        try:
            done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=_SECONDS)
        except (OSError, subprocess.TimeoutExpired) as fault:
            raise SquawkFailed(f"squawk could not be run ({_reason(fault)}); see squawk --version") from None
    if done.returncode not in (0, 1):
        said = names.printable(done.stderr.decode("utf-8", "replace").strip().partition("\n")[0])[:200]
        raise SquawkFailed(f"squawk ended with {done.returncode} ({said or 'without a word'}); see squawk --version")
    return _parse(done.stdout, files, some=done.returncode == 1)


def _reason(fault: Exception) -> str:
    if isinstance(fault, subprocess.TimeoutExpired):
        return f"no answer for {_SECONDS} s"
    return getattr(fault, "strerror", None) or type(fault).__name__


def _parse(output: bytes, files: Mapping[str, str], *, some: bool) -> dict[str, list[SquawkFinding]]:
    found: dict[str, list[SquawkFinding]] = {}
    try:
        report = json.loads(output)
        if not isinstance(report, list) or bool(report) is not some:
            raise TypeError  # noqa: TRY301 - as any other surprise below
        for item in report:
            finding = SquawkFinding(
                rule=_text(item["rule_name"]),
                line=int(item["line"]),
                column=int(item["column"]),
                message=_text(item["message"]),
                help=_text(item.get("help") or ""),
            )
            found.setdefault(files[item["file"].removeprefix("./")], []).append(finding)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise SquawkFailed(
            "squawk printed something other than its JSON report; guardian knows squawk 2.50 and later"
        ) from None
    return found


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return names.printable(value)
