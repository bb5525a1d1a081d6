from __future__ import annotations

import click

from guardian.app.tell import send_test_message
from guardian.cli.context import Context, pass_context


@click.group()
def command() -> None:
    """Speak to the team."""


@command.command("test")
@pass_context
def test(context: Context) -> int:
    """Send a test message to the configured Telegram chat."""
    send_test_message(context.config())
    context.show("the message was taken", {"sent": True})
    return 0
