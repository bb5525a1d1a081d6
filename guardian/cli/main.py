"""The command line: parses, calls one use case, returns an exit code. Commands are imported when they are called."""

from __future__ import annotations

import atexit
import gc
import importlib
import io
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

import click

from guardian import __version__
from guardian.cli.context import Context
from guardian.cli.interrupt import INTERRUPTED, noting_interrupts
from guardian.errors import GuardianError
from guardian.names import printable

# command -> (its module, what --help says); the module's `command` is the click command.
COMMANDS = {
    "init": ("guardian.cli.init", "Write guardian.toml and what goes with it; never overwrites."),
    "doctor": ("guardian.cli.doctor", "Check connections, rights, versions and tools, and say what to do."),
    "audit": ("guardian.cli.audit", "Compare DEV with PROD and write migrations/AUDIT_YYYYMMDD.md."),
    "new": ("guardian.cli.new", "Create the next empty pair of migration files."),
    "lock": ("guardian.cli.lock", "Rewrite migrations/guardian.lock."),
    "lint": ("guardian.cli.lint", "Check names, pairs and immutability of the migration files."),
    "check": ("guardian.cli.check", "Check what is staged, or a range of commits, as the hooks do."),
    "hooks": ("guardian.cli.hooks", "Install guardian's checks as plain git hooks."),
    "status": ("guardian.cli.status", "Show every target: version, pending files, last run."),
    "up": ("guardian.cli.up", "Apply pending migrations; on a protected target, promote."),
    "down": ("guardian.cli.down", "Undo the last N migrations."),
    "goto": ("guardian.cli.goto", "Go to a version, forward or back."),
    "force": ("guardian.cli.force", "Set the version without running anything."),
    "history": ("guardian.cli.history", "Show what was run on a target, when and by whom."),
    "version": ("guardian.cli.version", "Print a target's version."),
    "promote": ("guardian.cli.promote", "Bring a protected target forward: gates, backup, apply, verify."),
    "rehearse": ("guardian.cli.rehearse", "Try migrations in a scratch database: up, down and up again."),
    "renumber": ("guardian.cli.renumber", "Move one's own migrations behind those of the target branch."),
    "squash": ("guardian.cli.squash", "Replace migrations 1..V, applied everywhere, by one baseline."),
    "snapshot": ("guardian.cli.snapshot", "Write a schema as canonical JSON."),
    "fingerprint": ("guardian.cli.fingerprint", "Print the fingerprint of a schema."),
    "diff": ("guardian.cli.diff", "Show the changes that turn schema A into schema B."),
    "drift": ("guardian.cli.drift", "Compare a target with what its migrations make."),
    "report": ("guardian.cli.report", "Write the status page as one HTML file."),
    "daemon": ("guardian.daemon.command", "Watch, apply to DEV, check for drift, alert."),
    "notify": ("guardian.cli.notify", "Send a test message."),
    "demo": ("guardian.cli.demo", "Show the whole story on the embedded PostgreSQL."),
}

# The daemon serves the status page, but must not import it: doors are independent. Whoever starts both brings them
# together, by name as the commands are, so that nothing of a web server is imported before a page is wanted.
STATUS_PAGE = "guardian.web.server"


class LazyGroup(click.Group):
    """A group whose commands are imported only when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        if cmd_name not in COMMANDS:
            return None
        command = _load(COMMANDS[cmd_name][0])
        if not isinstance(command, click.Command):
            raise TypeError(cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--config", type=click.Path(path_type=Path), help="The configuration  [default: nearest guardian.toml].")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout.")
@click.option("--verbose", "-v", is_flag=True, help="Tell more on stderr, tracebacks included.")
@click.option("--quiet", "-q", is_flag=True, help="Tell only errors on stderr.")
@click.version_option(__version__, prog_name="guardian", message="%(prog)s %(version)s")
@click.pass_context
def group(ctx: click.Context, config: Path | None, *, as_json: bool, verbose: bool, quiet: bool) -> None:
    """Keep DEV and PROD versioned and in step, and catch every change that went around the migrations.

    Exit codes: 0 done, nothing found; 1 failed or refused; 2 wrong usage or configuration; 3 differences found.
    """
    ctx.obj = Context(config_file=config, as_json=as_json, verbose=verbose, quiet=quiet)
    ctx.meta["guardian.open_page"] = _open_page


def _open_page(*arguments: object) -> object:
    return importlib.import_module(STATUS_PAGE).open_page(*arguments)


def _load(module: str) -> object:
    """Return the module's command. Nothing of what is imported becomes garbage, so nobody need look for it."""
    gc.disable()
    try:
        return importlib.import_module(module).command
    finally:
        gc.freeze()
        gc.enable()


# At its end Python looks for garbage once more, in all that the system is about to take back.
atexit.register(gc.freeze)


def _tell(fault: GuardianError) -> None:
    """Print the one sentence, and below it what only a failed statement has: its line with a caret, and the context."""
    print(f"guardian: {printable(str(fault))}", file=sys.stderr)
    if detail := getattr(fault, "detail", ""):
        print(printable(detail, lines=True), file=sys.stderr)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A locale that lacks a character must not end a command in the middle of its report.
            stream.reconfigure(errors="backslashreplace")
    verbose = any(word in {"-v", "--verbose"} for word in (sys.argv[1:] if arguments is None else arguments))
    try:
        with noting_interrupts():
            result = group.main(args=None if arguments is None else list(arguments), standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as fault:
        fault.show()
        return fault.exit_code
    except GuardianError as fault:
        if verbose:
            traceback.print_exc()
        _tell(fault)
        return fault.exit_code
    except (click.Abort, KeyboardInterrupt):
        print("guardian: interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader (head, a pager) has gone; Python must not complain again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as fault:
        if verbose:
            traceback.print_exc()
        what = f"{fault.filename}: " if fault.filename is not None else ""
        print(f"guardian: {printable(what)}{fault.strerror or fault}; see to it and try again", file=sys.stderr)
        return 1
    return result if isinstance(result, int) else 0
