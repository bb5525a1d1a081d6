"""What up, down, goto, force, version and drop do when they are called golang-migrate's way."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from guardian import clock
from guardian.adapters.operator import fetch_operator
from guardian.app.drop import drop_everything
from guardian.app.migrate import fetch_version, force_version, migrate_down, migrate_goto, migrate_up
from guardian.app.promote import Promoter, promote
from guardian.app.tell import tell_promotion
from guardian.cli.alias.failed import Failed
from guardian.cli.alias.flags import Flags
from guardian.cli.alias.settings import Settings
from guardian.cli.context import Context, confirm_target
from guardian.cli.progress import progress
from guardian.cli.stop import stop_after_file
from guardian.migrate.event import Event, FileStarted, Listener
from guardian.migrate.migration import MAX_VERSION
from guardian.migrate.plan import Plan
from guardian.migrate.promotion import PromotionOutcome
from guardian.migrate.record import Operator
from guardian.report.promotion import promotion_text

_UNSIGNED = re.compile(r"[0-9]+\Z")
_SIGNED = re.compile(r"[+-]?[0-9]+\Z")
_MAX_UNSIGNED = 2**64 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One command: where it works, and its own flags and arguments."""

    settings: Settings
    context: Context
    flags: Flags

    @property
    def operator(self) -> Operator:
        return fetch_operator(self.settings.config.root)

    @property
    def listener(self) -> Listener:
        told = progress(self.context)

        def listen(event: Event) -> None:
            if isinstance(event, FileStarted) and self.context.verbose:
                self.context.say(
                    f"Start {event.step.migration.version}/{event.step.direction[0]} {event.step.file.name}"
                )
            told(event)

        return listen


def _up(call: Call) -> None:
    words = call.flags.arguments
    limit = _unsigned(words[0], "limit argument N") if words else None
    if limit == 0:
        call.context.say("no change")
        return
    plan = _promote(call, limit) if call.settings.target.protected else _apply(call, limit)
    if not plan.steps and plan.from_version is None and not len(call.settings.files):
        raise Failed(f"first .: {call.settings.config.migrations_dir} has no migration file")
    _judge(call, plan, limit)


def _apply(call: Call, limit: int | None) -> Plan:
    settings, operator = call.settings, call.operator
    with stop_after_file(call.context) as stopped:
        return migrate_up(
            settings.target, settings.files, limit=limit, operator=operator, listener=call.listener, stopped=stopped
        )


def _promote(call: Call, limit: int | None) -> Plan:
    settings = call.settings
    promoter = Promoter(
        config=settings.config,
        target=settings.target,
        files=settings.files,
        operator=call.operator,
        listener=call.listener,
        say=call.context.say,
        now=clock.now(),
    )
    promotion = promote(promoter, limit=limit)
    tell_promotion(promoter, promotion, say=call.context.say)
    if promotion.outcome is not PromotionOutcome.NOTHING:
        call.context.say(promotion_text(promotion))
    if not promotion.succeeded:
        raise Failed(f"{settings.target.name} was not promoted, or is not what was promised; see above")
    return promotion.plan


def _down(call: Call) -> None:
    everything, words = call.flags.given("all"), call.flags.arguments
    if everything and words:
        raise Failed("-all cannot be used with other arguments")
    if len(words) > 1:
        raise Failed("too many arguments")
    limit = _unsigned(words[0], "limit argument N") if words else None
    if limit == 0:
        call.context.say("no change")
        return
    if call.settings.target.protected:
        confirm_target(call.settings.target, "undo migrations there, which may lose data")
    elif limit is None and not everything:
        _ask(call, "Are you sure you want to apply all down migrations? [y/N]", "Not applying all down migrations")
        call.context.say("Applying all down migrations")
    settings, operator = call.settings, call.operator
    with stop_after_file(call.context) as stopped:
        plan = migrate_down(
            settings.target, settings.files, limit=limit, operator=operator, listener=call.listener, stopped=stopped
        )
    _judge(call, plan, limit)


def _goto(call: Call) -> None:
    version = _unsigned(_argument(call), "version argument V")
    settings = call.settings
    confirm_target(settings.target, "undo migrations there, which may lose data")
    operator = call.operator
    with stop_after_file(call.context) as stopped:
        plan = migrate_goto(
            settings.target, settings.files, version=version, operator=operator, listener=call.listener, stopped=stopped
        )
    _judge(call, plan, None)


def _force(call: Call) -> None:
    word = _argument(call)
    if not _SIGNED.match(word) or int(word) > MAX_VERSION:
        raise Failed("can't read version argument V")
    version = int(word)
    if version < -1:
        raise Failed("argument V must be >= -1")
    target = call.settings.target
    confirm_target(target, f"set its version to {version} without running anything")
    force_version(target, None if version == -1 else version, operator=call.operator, listener=call.listener)


def _version(call: Call) -> None:
    state = fetch_version(call.settings.target)
    if state.version is None:
        raise Failed("no migration (dirty)" if state.dirty else "no migration")
    call.context.say(str(state))


def _drop(call: Call) -> None:
    target = call.settings.target
    if target.protected:
        confirm_target(target, "drop all its tables")
    elif not call.flags.given("f"):
        _ask(
            call,
            "Are you sure you want to drop the entire database schema? [y/N]",
            "Aborted dropping the entire database schema",
        )
        call.context.say("Dropping the entire database schema")
    drop_everything(target, operator=call.operator, listener=call.listener)


RUNS: Mapping[str, Callable[[Call], None]] = {
    "up": _up,
    "down": _down,
    "goto": _goto,
    "force": _force,
    "version": _version,
    "drop": _drop,
}


def _judge(call: Call, plan: Plan, limit: int | None) -> None:
    """Say what golang-migrate says where less was done than was asked for. Raises Failed."""
    if not plan.steps and limit is None:
        call.context.say("no change")
    elif not plan.steps:
        raise Failed("file does not exist: there is no migration left to run")
    elif limit is not None and len(plan.steps) < limit:
        raise Failed(f"limit {limit - len(plan.steps)} short")


def _argument(call: Call) -> str:
    if not call.flags.arguments:
        raise Failed("please specify version argument V")
    return call.flags.arguments[0]


def _unsigned(word: str, what: str) -> int:
    if not _UNSIGNED.match(word) or int(word) > _MAX_UNSIGNED:
        raise Failed(f"can't read {what}")
    return int(word)


def _ask(call: Call, question: str, refusal: str) -> None:
    call.context.say(question)
    if sys.stdin.readline().strip().lower() != "y":
        raise Failed(refusal, prefix="")
