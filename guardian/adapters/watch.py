"""Watching the migrations directory. An event is only a hint that something changed: what did, a scan finds out.

Reading never gives a hint, or every scan would cause the next. The parent directory is watched too: with the
directory gone, as after `git checkout` of a branch without it, watchdog's thread for it ends without a word.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Self

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirModifiedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

from guardian.errors import GuardianError

_CHANGES: list[type[FileSystemEvent]] = [
    FileCreatedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileDeletedEvent,
    FileClosedEvent,
    DirCreatedEvent,
    DirModifiedEvent,
    DirMovedEvent,
    DirDeletedEvent,
]
_COMES_OR_GOES = {"created", "deleted", "moved"}


class CannotWatch(GuardianError):
    """the migrations directory cannot be watched."""

    def __init__(self, directory: Path, problem: str) -> None:
        super().__init__(
            f"{directory} cannot be watched: {problem}; create its parent directory, raise fs.inotify.max_user_watches "
            "or max_user_instances, or rely on the periodic rescan"
        )


class DirectoryWatch:
    """Calls `dirty()`, from its own thread, whenever the directory or a file in it may have changed.

    `polling` compares listings instead of waiting for the kernel: for network and container file systems, which
    report nothing. `start` and `restart` raise CannotWatch.
    """

    def __init__(self, directory: Path, dirty: Callable[[], None], *, polling: bool = False) -> None:
        self._directory = directory.absolute()
        self._dirty = dirty
        self._polling = polling
        self._parent: _Parent | None = None

    def start(self) -> None:
        self.stop()
        observer: BaseObserver = PollingObserver() if self._polling else Observer()
        parent = _Parent(observer, self._directory, self._dirty)
        try:
            observer.schedule(parent, str(self._directory.parent), event_filter=_CHANGES)
            observer.start()
        except OSError as error:
            observer.unschedule_all()
            raise CannotWatch(self._directory, error.strerror or str(error)) from error
        self._parent = parent
        try:
            parent.arm()
        except OSError as error:
            self.stop()
            raise CannotWatch(self._directory, error.strerror or str(error)) from error

    def stop(self) -> None:
        parent, self._parent = self._parent, None
        if parent is not None:
            parent.observer.stop()
            parent.observer.join()

    def restart(self) -> None:
        """Begin anew, and give one hint: what happened in between was not seen."""
        self.start()
        self._dirty()

    def healthy(self) -> bool:
        """Tell whether events still arrive: all threads live, and the directory is the one that is watched."""
        parent = self._parent
        return parent is not None and parent.healthy()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


class _Parent(FileSystemEventHandler):
    """Sees the directory come and go, and watches whichever one is there now.

    Needs no lock of its own: `arm` holds the observer's, under which watchdog also calls handlers.
    """

    def __init__(self, observer: BaseObserver, directory: Path, dirty: Callable[[], None]) -> None:
        self.observer = observer
        self._directory = directory
        self._dirty = dirty
        self._inner: ObservedWatch | None = None
        self._inode: tuple[int, int] | None = None

    def on_any_event(self, event: FileSystemEvent) -> None:
        if os.fspath(self._directory) not in {os.fsdecode(event.src_path), os.fsdecode(event.dest_path)}:
            return
        if event.event_type in _COMES_OR_GOES:
            # Here nobody could catch it; unarmed is unhealthy, and restart() then says what is wrong.
            with contextlib.suppress(OSError):
                self.arm()
        self._dirty()

    def arm(self) -> None:
        """Watch the directory that is there now, if one is; also one that got its predecessor's inode number."""
        with self.observer._lock:  # noqa: SLF001 - two locks would be taken in two orders
            inner, self._inner, self._inode = self._inner, None, None
            if inner is not None:
                self.observer.unschedule(inner)
            inode = _inode(self._directory)
            if inode is None:
                return
            with contextlib.suppress(FileNotFoundError):  # gone again; the parent's next event tells
                self._inner = self.observer.schedule(_Inner(self._dirty), str(self._directory), event_filter=_CHANGES)
                self._inode = inode

    def healthy(self) -> bool:
        threads = (self.observer, *list(self.observer.emitters))
        return all(thread.is_alive() for thread in threads) and self._inode == _inode(self._directory)


class _Inner(FileSystemEventHandler):
    def __init__(self, dirty: Callable[[], None]) -> None:
        self._dirty = dirty

    def on_any_event(self, event: FileSystemEvent) -> None:  # noqa: ARG002 - which event it was means nothing
        self._dirty()


def _inode(directory: Path) -> tuple[int, int] | None:
    """Return what identifies the directory, None where there is none: a new one of that name is another."""
    try:
        stat = directory.stat()
    except OSError:
        return None
    return stat.st_dev, stat.st_ino
