"""What the commands say about themselves, and the flags they know."""

from __future__ import annotations

from collections.abc import Mapping

from guardian.cli.alias.flags import FlagKind

GLOBAL_FLAGS: Mapping[str, FlagKind] = {
    "source": FlagKind.TEXT,
    "path": FlagKind.TEXT,
    "database": FlagKind.TEXT,
    "prefetch": FlagKind.UINT,
    "lock-timeout": FlagKind.UINT,
    "verbose": FlagKind.BOOL,
    "version": FlagKind.BOOL,
    "help": FlagKind.BOOL,
}

COMMAND_FLAGS: Mapping[str, Mapping[str, FlagKind]] = {
    "create": {
        "ext": FlagKind.TEXT,
        "dir": FlagKind.TEXT,
        "seq": FlagKind.BOOL,
        "digits": FlagKind.INT,
        "format": FlagKind.TEXT,
        "tz": FlagKind.TEXT,
        "help": FlagKind.BOOL,
    },
    "goto": {"help": FlagKind.BOOL},
    "up": {"help": FlagKind.BOOL},
    "down": {"all": FlagKind.BOOL, "help": FlagKind.BOOL},
    "drop": {"f": FlagKind.BOOL, "help": FlagKind.BOOL},
    "force": {"help": FlagKind.BOOL},
    "version": {},
}

COMMAND_USAGE: Mapping[str, str] = {
    "create": """create -ext E [-dir D] [-seq [-digits N]] [-format F] [-tz TZ] NAME
               Create an empty up/down pair titled NAME in directory D (default: the current one).
               -seq takes the next number, with N digits (6); otherwise the time, in zone TZ (UTC), as a Go
               layout F (20060102150405), unix or unixNano.""",
    "goto": "goto V       Migrate to version V",
    "up": "up [N]       Apply all or N up migrations",
    "down": "down [N] | down -all    Apply all or N down migrations; all asks first, unless with -all",
    "drop": "drop [-f]    Drop every table of the current schema; asks first, unless with -f",
    "force": "force V      Set version V (-1 for none) but run nothing; clears dirty",
    "version": "version      Print the current version",
}

_USAGE = """Usage: migrate-{target} OPTIONS COMMAND [arg...]
       migrate-{target} [ -version | -help ]

Options (golang-migrate's; without -path and -database, guardian.toml says both):
  -source          Location of the migrations (file://path)
  -path            Shorthand for -source=file://path
  -database        Run migrations against this database (postgres://...)
  -prefetch N      Accepted, without effect
  -lock-timeout N  Allow N seconds to acquire the database lock (default 15)
  -verbose         Tell when a file is started, too
  -version         Print version
  -help            Print usage

Commands:
{commands}
"""


def usage(target: str) -> str:
    commands = "\n".join(f"  {text}" for text in COMMAND_USAGE.values())
    return _USAGE.format(target=target, commands=commands)
