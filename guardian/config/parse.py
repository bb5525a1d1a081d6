"""The text of guardian.toml to a Config, judged once and whole."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

from guardian import names
from guardian.config.model import (
    LOCK_TIMEOUT,
    Backup,
    Config,
    Daemon,
    Drift,
    IfExists,
    IgnoreRule,
    Lint,
    Role,
    Scratch,
    Target,
    Telegram,
    Web,
)
from guardian.config.numbering import parse_git, parse_naming
from guardian.config.secret import Secret, SecretSources, make_secret
from guardian.config.section import Section
from guardian.errors import ConfigError

_TARGET_NAME = re.compile(r"[a-z][a-z0-9_-]*\Z")
_VERSION = re.compile(r"[1-9][0-9]?(\.[0-9]{1,2})?\Z")
_LISTEN = re.compile(r"(?:\[([0-9A-Fa-f:.%]+)\]|([^\s:\[\]]+)):([0-9]{1,5})\Z")


def parse_config(text: str, *, file: Path, environment: Mapping[str, str], read_file: Callable[[Path], str]) -> Config:
    """Return the configuration. Raises ConfigError that names file, section, key and the remedy."""
    top = Section(_parse_toml(text, file), file=str(file), name=None)
    targets: dict[str, Target] = {}
    sources = SecretSources(
        environment=environment,
        read_file=read_file,
        root=file.parent,
        target_url=lambda name: targets[name].url if name in targets else None,
    )
    for target in _targets(top.table("targets"), sources):
        targets[target.name] = target
    config = Config(
        root=file.parent,
        file=file,
        migrations=Path(top.text("migrations") or "migrations"),
        state=_path(top, "state"),
        targets=tuple(targets.values()),
        scratch=_scratch(top.table("scratch"), sources),
        backup=_backup(top.table("backup")),
        drift=_drift(top.table("drift")),
        daemon=_daemon(top.table("daemon"), targets),
        lint=_lint(top.table("lint")),
        telegram=_telegram(top, sources),
        web=_web(top.table("web")),
        naming=parse_naming(top.table("naming")),
        git=parse_git(top.table("git")),
    )
    top.done()
    return config


def _parse_toml(text: str, file: Path) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except ValueError as fault:  # TOMLDecodeError, or a number of thousands of digits
        reason = names.printable(str(fault))
    except RecursionError:
        reason = "it is nested too deeply"
    raise ConfigError(f"not valid TOML: {reason}; mend it there", file=str(file))


def _path(section: Section, key: str) -> Path | None:
    text = section.text(key)
    try:
        return Path(text).expanduser() if text else None
    except RuntimeError:
        raise section.error("starts with a user whose home is not known; write the whole path", key) from None


def _secret(section: Section, key: str, sources: SecretSources) -> Secret | None:
    value = section.text(key)
    return make_secret(value, sources, lambda problem: section.error(problem, key)) if value else None


def _targets(section: Section, sources: SecretSources) -> tuple[Target, ...]:
    targets = []
    for name in section.names():
        if not _TARGET_NAME.match(name):
            raise section.error(
                "a target's name is lower case letters, digits, _ and -, and starts with a letter", name
            )
        targets.append(_target(name, section.table(name), sources))
    return tuple(targets)


def _target(name: str, section: Section, sources: SecretSources) -> Target:
    url = _secret(section, "url", sources)
    if url is None:
        raise section.error(f'is missing; add a line such as url = "env:GUARDIAN_{name.upper()}_URL"', "url")
    target = Target(
        name=name,
        url=url,
        role=Role(section.choice("role", tuple(Role))),
        schemas=section.texts("schemas") or ("public",),
        promote_url=_secret(section, "promote_url", sources),
        version_table=section.text("version_table") or "schema_migrations",
        version_schema=section.text("version_schema") or None,
        lock_timeout=section.duration("lock_timeout") or LOCK_TIMEOUT,
    )
    section.done()
    return target


def _scratch(section: Section, sources: SecretSources) -> Scratch:
    scratch = Scratch(url=_secret(section, "url", sources))
    section.done()
    return scratch


def _backup(section: Section) -> Backup:
    backup = Backup(directory=_path(section, "directory") or Backup().directory)
    section.done()
    return backup


def _drift(section: Section) -> Drift:
    rules = []
    for rule in section.tables("ignore"):
        rules.append(
            IgnoreRule(
                kind=rule.required_text("kind", "table"),
                pattern=rule.required_text("pattern", "public.audit_*"),
                reason=rule.required_text("reason", "made by the application itself"),
                until=rule.day("until"),
            )
        )
        rule.done()
    section.done()
    return Drift(ignore=tuple(rules))


def _daemon(section: Section, targets: Mapping[str, Target]) -> Daemon:
    default = Daemon()
    apply_to = section.text("apply_to")
    check = section.texts("check")
    for key, name in [("apply_to", apply_to), *(("check", name) for name in check or ())]:
        if name is not None and name not in targets:
            raise section.error(f'there is no target "{name}"; add a section [targets.{name}]', key)
    if apply_to is not None and targets[apply_to].protected:
        raise section.error(
            f"{apply_to} is a production target; only guardian promote {apply_to}, started by a person, changes it",
            "apply_to",
        )
    daemon = Daemon(
        apply_to=apply_to,
        check=check if check is not None else tuple(name for name, target in targets.items() if target.protected),
        interval=section.duration("interval") or default.interval,
        quiet=section.duration("quiet") or default.quiet,
        patience=section.duration("patience") or default.patience,
        rescan=section.duration("rescan") or default.rescan,
    )
    section.done()
    return daemon


def parse_lint(text: str, *, file: Path) -> Lint:
    """Return the section [lint] alone, for a hook, whose business the rest is not. Raises ConfigError."""
    return _lint(Section(_parse_toml(text, file), file=str(file), name=None).table("lint"))


def _lint(section: Section) -> Lint:
    if_exists = section.choice("if_exists", tuple(IfExists)) if "if_exists" in section.names() else IfExists.ANY
    postgres = section.text("postgres")
    if postgres is not None and not _VERSION.match(postgres):
        raise section.error(
            'is no version of PostgreSQL; write the servers\' oldest one, as in "15" or "15.4"', "postgres"
        )
    lint = Lint(
        ignore=section.texts("ignore") or (),
        if_exists=IfExists(if_exists),
        postgres=postgres,
        exposed_schemas=section.texts("exposed_schemas") or (),
    )
    section.done()
    return lint


def _telegram(top: Section, sources: SecretSources) -> Telegram | None:
    section = top.table("telegram")
    if "telegram" not in top.names():
        return None
    token = _secret(section, "token", sources)
    if token is None:
        raise section.error('is missing; add a line such as token = "env:GUARDIAN_TELEGRAM_TOKEN"', "token")
    telegram = Telegram(
        token=token,
        chat_id=section.required_text("chat_id", "-1001234567890"),
        api_url=_api_url(section),
        timeout=section.duration("timeout") or timedelta(seconds=10),
    )
    section.done()
    return telegram


def _api_url(section: Section) -> str:
    url = section.text("api_url") or "https://api.telegram.org"
    if not url.startswith(("https://", "http://")):
        raise section.error("is no address; it must be one such as https://api.telegram.org", "api_url")
    return url.rstrip("/")


def _web(section: Section) -> Web:
    listen = section.text("listen")
    section.done()
    if listen is None:
        return Web()
    match = _LISTEN.match(listen)
    if match is None or int(match[3]) > 65535:  # noqa: PLR2004 - the highest TCP port
        raise section.error('is no address; write host:port, as in "127.0.0.1:8765" or "[::1]:8765"', "listen")
    return Web(host=match[1] or match[2], port=int(match[3]))
