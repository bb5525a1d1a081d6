from __future__ import annotations

import click
from rich.console import Console
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from guardian import clock
from guardian.app.demo.story import tell
from guardian.cli.context import Context, pass_context


@click.command()
@pass_context
def command(context: Context) -> int:
    """Show the whole story on the embedded PostgreSQL: about 15 seconds, no set-up, nothing left behind."""
    console = Console(highlight=False, markup=False, soft_wrap=True)
    start = clock.monotonic()

    def show(style: str, text: str) -> None:
        match style:
            case "title":
                console.print()
                console.print(Text(text, style="bold"))
            case "command":
                console.print(Text(f"\n  $ {text}", style="cyan"))
            case "message":
                console.print(
                    Padding(Panel(Text(text), expand=False, border_style="blue"), (0, 0, 0, 4)), soft_wrap=False
                )
            case "output":
                console.print(Text("\n".join(f"    {line}" for line in text.splitlines())))
            case _:
                console.print(Text(f"   {text}"))

    tell(show)
    context.say(f"\nthe story took {clock.monotonic() - start:.0f} s; nothing is left behind")
    return 0
