from __future__ import annotations

from pathlib import Path

import click

from guardian.adapters.git_hooks import Hook, HookState
from guardian.app.hooks_install import Hooks, install, state, uninstall
from guardian.cli.context import Context, pass_context

_folder = click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path), default=".")
_server = click.option("--server", is_flag=True, help="The hook of a repository that others push to, often a bare one.")


@click.group()
def command() -> None:
    """Install guardian's checks as plain git hooks, without pre-commit."""


@command.command("install")
@_folder
@_server
@click.option("--rehearse", is_flag=True, help="Before a push, also run its migrations in a scratch database.")
@pass_context
def install_command(context: Context, folder: Path, *, server: bool, rehearse: bool) -> int:
    """Write the hooks of the repository in DIR; hooks that are there are kept, and called first."""
    done = install(folder, server=server, rehearse=rehearse)
    _show(context, done)
    if done.shared:
        context.say(f"{done.folder} is core.hooksPath of more than this repository: the hooks now run in all of them")
    return 0


@command.command("uninstall")
@_folder
@pass_context
def uninstall_command(context: Context, folder: Path) -> int:
    """Take the hooks away and put back what was there before."""
    places = uninstall(folder)
    text = "\n".join(f"put back as it was  {place}" for place in places)
    context.show(text or "no hook of guardian's is here", {"put_back": [str(place) for place in places]})
    return 0


@command.command("status")
@_folder
@_server
@click.option("--check", is_flag=True, help="Exit code 3 where a hook is missing or outdated.")
@pass_context
def status_command(context: Context, folder: Path, *, server: bool, check: bool) -> int:
    """Show which hooks are installed."""
    found = state(folder, server=server)
    _show(context, found)
    return 3 if check and any(hook.state is not HookState.INSTALLED for hook in found.hooks) else 0


def _show(context: Context, found: Hooks) -> None:
    context.show(
        "\n".join(_line(hook) for hook in found.hooks),
        {"folder": str(found.folder), "hooks": [_document(hook) for hook in found.hooks]},
    )


def _line(hook: Hook) -> str:
    kept = f", after {hook.kept.name}" if hook.kept else ""
    return f"{hook.state:<14} {hook.path}{kept}"


def _document(hook: Hook) -> dict[str, object]:
    kept = str(hook.kept) if hook.kept else None
    return {"name": hook.name, "state": str(hook.state), "file": str(hook.path), "kept": kept}
