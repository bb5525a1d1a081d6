"""The service: wires watching, applying, checking and sending together, and stops them in order."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import ExitStack

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from guardian import __version__, clock
from guardian.adapters.systemd import Notifier, watchdog_interval
from guardian.adapters.watch import CannotWatch, DirectoryWatch
from guardian.app.alert import Alerts, state_dir
from guardian.app.load import find_target
from guardian.app.status_page import Board, PageOpener
from guardian.config import Config
from guardian.daemon.applier import Applier
from guardian.daemon.checker import Checker
from guardian.daemon.courier import Courier
from guardian.daemon.debounce import Pending, debounce, remaining
from guardian.daemon.signals import Ending, Wishes
from guardian.errors import GuardianError

logger = structlog.get_logger()

# A check that could not start in time is still worth making: a laptop slept, a check before it took long.
_MISFIRE_GRACE = 300  # seconds
_LONGEST_WAIT = 5.0  # seconds: how often the loop shows that it lives


class Service:
    """One run of the daemon, with one configuration."""

    def __init__(
        self,
        config: Config,
        environment: Mapping[str, str],
        wishes: Wishes,
        *,
        open_page: PageOpener | None = None,
    ) -> None:
        self._config, self._environment, self._wishes = config, environment, wishes
        self._open_page = open_page if config.web.host is not None else None
        self._board = Board(config)
        self._notifier = Notifier.from_environment(environment)
        self._watchdog_every = watchdog_interval(environment)
        self._hint = threading.Event()
        self._beat = clock.monotonic()
        self._busy = False

    def run(self) -> Ending:
        """Run until a signal asks to stop or reload. Raises GuardianError where the service cannot start."""
        with ExitStack() as stack:
            if self._open_page is not None:  # first: where the address is taken, nothing else was begun
                page = self._open_page(self._config, self._board)
                stack.callback(page.stop)
                page.start()
            alerts = Alerts.open(self._config, state_dir(self._config, self._environment))
            stack.callback(alerts.close)
            courier = Courier(alerts)
            stack.callback(courier.stop)
            courier.start()
            applier = self._applier(alerts, courier)
            watch = DirectoryWatch(self._config.migrations_dir, self._on_hint)
            stack.callback(watch.stop)
            self._watch(watch)
            scheduler = self._scheduler(alerts, courier, watch)
            scheduler.start()
            stack.callback(scheduler.shutdown, wait=True)
            self._announce()
            ending = self._loop(applier)
            if ending is Ending.STOP:
                self._notifier.stopping()
            else:
                self._notifier.reloading()
        logger.info("ended", action=ending.value)
        return ending

    def _loop(self, applier: Applier | None) -> Ending:
        daemon = self._config.daemon
        quiet, patience = daemon.quiet.total_seconds(), daemon.patience.total_seconds()
        pending: Pending | None = None
        next_scan = clock.monotonic()
        while self._wishes.ending is None:
            now = self._beat = clock.monotonic()
            hinted = self._hint.is_set()
            self._hint.clear()
            pending, fire = debounce(pending, event=hinted, now=now, quiet=quiet, patience=patience)
            if fire or now >= next_scan:
                self._apply(applier)
                next_scan = clock.monotonic() + daemon.rescan.total_seconds()
            now = clock.monotonic()
            wait = min(
                _LONGEST_WAIT,
                next_scan - now,
                *([remaining(pending, now, quiet=quiet, patience=patience)] if pending else []),
            )
            self._wishes.wait(wait)
        return self._wishes.ending

    def _apply(self, applier: Applier | None) -> None:
        if applier is None:
            return
        self._busy = True
        try:
            applier.run(proceed=lambda: self._wishes.ending is None)
        finally:
            self._busy = False

    def _applier(self, alerts: Alerts, courier: Courier) -> Applier | None:
        name = self._config.daemon.apply_to
        if name is None:
            return None
        return Applier(config=self._config, target=find_target(self._config, name), alerts=alerts, courier=courier)

    def _scheduler(self, alerts: Alerts, courier: Courier, watch: DirectoryWatch) -> BackgroundScheduler:
        checks = self._config.daemon.check
        scheduler = BackgroundScheduler(
            executors={"default": ThreadPoolExecutor(max_workers=max(len(checks), 1) + 2)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": _MISFIRE_GRACE},
            timezone="UTC",
        )
        if self._open_page is not None:
            seconds = self._config.daemon.interval.total_seconds()
            scheduler.add_job(self._board.refresh, "interval", seconds=seconds, id="status", next_run_time=clock.now())
        checker = Checker(config=self._config, alerts=alerts, courier=courier, board=self._board)
        for name in checks:
            target = find_target(self._config, name)
            scheduler.add_job(
                checker.run,
                "interval",
                seconds=self._config.daemon.interval.total_seconds(),
                args=[target],
                id=f"check {name}",
                next_run_time=clock.now(),
            )
        if self._watchdog_every is not None:
            scheduler.add_job(self._pat, "interval", seconds=self._watchdog_every, args=[watch], id="watchdog")
        return scheduler

    def _watch(self, watch: DirectoryWatch) -> None:
        try:
            watch.start()
        except CannotWatch as fault:
            # Events only make it faster: the rescan finds every file without them.
            logger.warning(str(fault), action="watch")

    def _pat(self, watch: DirectoryWatch) -> None:
        """Tell systemd that all parts live: the loop turned lately or applies a file, and events arrive."""
        if not watch.healthy():
            logger.warning("the directory watch died; starting it again", action="watch")
            self._restart(watch)
        limit = 4 * _LONGEST_WAIT
        if self._busy or clock.monotonic() - self._beat < limit:
            self._notifier.watchdog()

    def _restart(self, watch: DirectoryWatch) -> None:
        try:
            watch.restart()
        except GuardianError as fault:
            logger.warning(str(fault), action="watch")

    def _announce(self) -> None:
        daemon = self._config.daemon
        status = f"applies to {daemon.apply_to or 'nothing'}, checks {', '.join(daemon.check) or 'nothing'}"
        self._notifier.ready(status)
        logger.info("ready", action="start", version=__version__, status=status)

    def _on_hint(self) -> None:
        self._hint.set()
        self._wishes.ring()
