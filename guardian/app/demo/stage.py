"""Shows the story: each step's title, the command that is run, and what it really printed."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from guardian import clock
from guardian.adapters.bot_api import Message
from guardian.app.demo.world import World, guardian
from guardian.errors import GuardianError

_PATIENCE = 20.0  # seconds until something that must happen counts as not happening
_POLL = 0.05

Show = Callable[[str, str], None]
T = TypeVar("T")


class DemoFailed(GuardianError):
    """a step of the demo did not do what it says."""


class Stage:
    """`show(style, text)` draws: styles are title, text, command, output."""

    def __init__(self, world: World, show: Show) -> None:
        self.world = world
        self._show = show
        self._number = 0

    def step(self, title: str, *sentences: str) -> None:
        self._number += 1
        self._show("title", f"{self._number}. {title}")
        for sentence in sentences:
            self._show("text", sentence)

    def guardian(self, *arguments: str, answer: str = "", code: int = 0) -> str:
        """Run a guardian command for the audience, and check its exit code."""
        typed = f"echo {shlex.quote(answer)} | " if answer else ""
        shown = f"{typed}guardian {shlex.join(arguments)}"
        return self._run(guardian(*arguments), shown=shown, answer=f"{answer}\n", code=code)

    def shell(self, *command: str, code: int = 0) -> str:
        return self._run(list(command), shown=shlex.join(command), code=code)

    def psql(self, name: str, url: str, statement: str) -> None:
        self._show("command", f'psql {name} -c "{statement}"')
        self.world.sql(url, statement)

    def quietly(self, *command: str) -> None:
        done = self.world.run(list(command))
        if done.returncode != 0:
            raise DemoFailed(f"{shlex.join(command)} ended with {done.returncode}: {done.stdout.strip()}")

    def write(self, path: Path, text: str) -> None:
        self._show("command", f"cat > {path.relative_to(self.world.root)}")
        self._show("output", text.rstrip("\n"))
        path.write_text(text, encoding="utf-8")

    def message(self, *words: str) -> Message:
        """Wait for a Telegram message with these words, and show it as the Bot API received it."""
        found = self.wait(lambda: self._find_message(words), f"a Telegram message with {', '.join(words)}")
        self._show("text", "Telegram received:")
        self._show("message", found.text)
        return found

    def wait(self, look: Callable[[], T | None], what: str) -> T:
        deadline = clock.monotonic() + _PATIENCE
        while (found := look()) is None:
            if clock.monotonic() > deadline:
                raise DemoFailed(f"{what} did not come within {_PATIENCE:.0f} s")
            clock.sleep(_POLL)
        return found

    def expect(self, truth: object, what: str) -> None:
        if not truth:
            raise DemoFailed(f"expected: {what}; it is not so")

    def _run(self, command: list[str], *, shown: str, answer: str = "", code: int) -> str:
        self._show("command", shown)
        done = self.world.run(command, answer=answer)
        self._show("output", done.stdout.replace(str(self.world.root), ".").rstrip("\n"))
        if done.returncode != code:
            raise DemoFailed(f"{shown} ended with {done.returncode}, not {code}")
        return done.stdout

    def _find_message(self, words: tuple[str, ...]) -> Message | None:
        messages = self.world.telegram.messages
        return next((m for m in messages if all(word in m.text for word in words)), None)
