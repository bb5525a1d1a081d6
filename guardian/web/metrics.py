"""The overview as Prometheus metrics, made anew for each scrape."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from guardian.report.overview import Overview, TargetOverview

_NO_VERSION = -1  # as golang-migrate says it


class OverviewCollector(Collector):
    """A target that was not looked at yet has no samples: no number is better than a made-up one."""

    def __init__(self, overview: Callable[[], Overview]) -> None:
        self._overview = overview

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Name no metric beforehand, so that registering does not collect."""
        return iter(())

    def collect(self) -> Iterator[GaugeMetricFamily]:
        targets = self._overview().targets
        yield _per_target(
            "guardian_target_reachable", "1 where the newest look at the target succeeded, else 0.", targets, _reachable
        )
        yield _per_target(
            "guardian_target_version", "The version of the target, -1 where it has none.", targets, _version
        )
        yield _per_target("guardian_target_dirty", "1 where a run was cut off half way, else 0.", targets, _dirty)
        yield _per_target(
            "guardian_pending_migrations", "Migrations that the target does not have yet.", targets, _pending
        )
        yield _per_target(
            "guardian_last_check_timestamp_seconds",
            "When the target was last compared with its migrations, Unix time.",
            targets,
            _checked_at,
        )
        yield _findings(targets)


def _per_target(
    name: str, text: str, targets: tuple[TargetOverview, ...], value: Callable[[TargetOverview], float | None]
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, text, labels=["target", "role"])
    for target in targets:
        number = value(target)
        if number is not None:
            family.add_metric([target.name, target.status.role], number)
    return family


def _findings(targets: tuple[TargetOverview, ...]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(
        "guardian_findings",
        "Differences that the last comparison found and nobody acknowledged.",
        labels=["target", "role", "severity"],
    )
    for target in targets:
        if target.drift is not None:
            for severity, number in target.count_open().items():
                family.add_metric([target.name, target.status.role, severity], number)
    return family


def _reachable(target: TargetOverview) -> float | None:
    if target.status.problem is not None:
        return 0
    return None if target.status.state is None else 1


def _version(target: TargetOverview) -> float | None:
    state = target.status.state
    if state is None:
        return None
    return _NO_VERSION if state.version is None else state.version


def _dirty(target: TargetOverview) -> float | None:
    return None if target.status.state is None else float(target.status.state.dirty)


def _pending(target: TargetOverview) -> float | None:
    return None if target.status.state is None else len(target.status.pending)


def _checked_at(target: TargetOverview) -> float | None:
    return None if target.checked_at is None else target.checked_at.timestamp()
