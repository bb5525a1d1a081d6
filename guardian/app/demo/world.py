"""What the demo plays in: a project in git, two drifted databases, a local Bot API, and the daemon.

All of it lives in one temporary folder, and is gone afterwards.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from guardian.adapters.bot_api_server import BotApiServer
from guardian.adapters.shipped import shipped_migrations
from guardian.errors import GuardianError
from guardian.pg.connect import connect
from guardian.pg.embedded import EmbeddedServer

TOKEN = "123456789:local-demo-token-of-no-worth-12345"  # noqa: S105 - for a server of our own on loopback
CHAT = "-1001234567890"
_DAEMON_STOPS_WITHIN = 20.0  # seconds

_CONFIG = """\
migrations = "migrations"
state = "state"

[targets.dev]
url = "env:GUARDIAN_DEV_URL"
role = "development"

[targets.prod]
url = "env:GUARDIAN_PROD_URL"
role = "production"

[daemon]
apply_to = "dev"
check = ["prod"]
interval = "1s"
quiet = "300ms"

[telegram]
token = "env:GUARDIAN_TELEGRAM_TOKEN"
chat_id = "{chat}"
api_url = "{api_url}"
"""

_HOOKS = """\
repos:
  - repo: local
    hooks:
      - id: guardian-naming
        name: names, pairs and order of migrations
        entry: "{python} -m hooks.naming"
        language: system
        always_run: true
        pass_filenames: false
      - id: guardian-immutable
        name: promoted migrations stay as they are
        entry: "{python} -m hooks.immutable"
        language: system
        always_run: true
        pass_filenames: false
"""

_ROWS = """
insert into aria_knowledge (category, title, content)
  select 'process', 'note ' || n, 'what we learnt in week ' || n from generate_series(1, 120) n;
insert into aria_wins (title, category, value_usd) select 'win ' || n, 'sales', n * 100 from generate_series(1, 45) n;
insert into aegis_credentials (name, credential_type) select 'credential ' || n, 'api_key' from generate_series(1, 9) n;
insert into llm_usage (agent_name, model, input_tokens, output_tokens, estimated_cost_usd)
  select 'agent ' || n % 5, 'model ' || n % 3, n, n * 2, n * 0.0001 from generate_series(1, 800) n;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    root: Path
    environment: dict[str, str]
    dev_url: str
    prod_url: str
    telegram: BotApiServer

    @property
    def migrations(self) -> Path:
        return self.root / "migrations"

    def sql(self, url: str, statement: str) -> list[tuple[object, ...]]:
        """Run SQL as somebody with a direct connection would; return the rows of the last statement."""
        with connect(url, target="the demo database", application="psql") as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def run(self, command: list[str], *, answer: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command in the project; its two outputs come as one, in the order they were written."""
        return subprocess.run(
            command, cwd=self.root, env=self.environment, input=answer, text=True, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    @contextmanager
    def daemon(self) -> Iterator[Path]:
        """Run the daemon; yields its log. Raises GuardianError where it does not end cleanly on SIGTERM."""
        log = self.root / "state" / "daemon.log"
        log.parent.mkdir(exist_ok=True, mode=0o700)
        with log.open("w", encoding="utf-8") as output:
            process = subprocess.Popen(guardian("daemon"), cwd=self.root, env=self.environment, stderr=output)
        try:
            yield log
            process.send_signal(signal.SIGTERM)
            code = process.wait(_DAEMON_STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            raise GuardianError("the daemon did not stop on SIGTERM") from None
        finally:
            process.kill()
            process.wait()
        if code != 0:
            raise GuardianError(f"the daemon ended with {code}: {log.read_text(encoding='utf-8')}")


def guardian(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "guardian", *arguments]


@contextmanager
def make_world() -> Iterator[World]:
    """Build everything up to the point where the story starts. Raises GuardianError for what is missing."""
    for tool, package in (("git", "git"), ("pre-commit", "pre-commit (pip install pre-commit)")):
        if _find(tool) is None:
            raise GuardianError(f"the demo needs {tool}; install {package}")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="guardian-demo-")))
        server = stack.enter_context(EmbeddedServer.start())
        telegram = stack.enter_context(BotApiServer(token=TOKEN, chats=[CHAT]))
        root = folder / "project"
        root.mkdir()
        world = World(
            root=root,
            environment=_environment(folder, server),
            dev_url=server.url("dev"),
            prod_url=server.url("prod"),
            telegram=telegram,
        )
        _fill(world, server)
        _start_project(world)
        yield world


def _find(tool: str) -> str | None:
    beside = Path(sys.executable).parent / tool
    return str(beside) if beside.exists() else shutil.which(tool)


def _environment(folder: Path, server: EmbeddedServer) -> dict[str, str]:
    """Return an environment in which nothing of the user's own git, pre-commit or guardian has a say."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "PRE_COMMIT", "GUARDIAN_", "PG"))}
    who = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in _PERSON.items()}
    return {
        **kept,
        **who,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
        "XDG_STATE_HOME": str(folder),
        "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache")),
        "PRE_COMMIT_HOME": str(folder / "pre-commit"),
        "PRE_COMMIT_COLOR": "never",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GUARDIAN_DEV_URL": server.url("dev"),
        "GUARDIAN_PROD_URL": server.url("prod"),
        "GUARDIAN_TELEGRAM_TOKEN": TOKEN,
    }


_PERSON = {"NAME": "Ada", "EMAIL": "ada@example.org"}


def _fill(world: World, server: EmbeddedServer) -> None:
    """PROD has data and the old tables; DEV has everything, made by hand, and neither has a version."""
    texts = {file.name: file.read_text(encoding="utf-8") for file in shipped_migrations().glob("*.up.sql")}
    for name in ("dev", "prod"):
        world.sql(server.url(), f"create database {name}")
    baseline, *later = (texts[name] for name in sorted(texts))
    world.sql(world.prod_url, baseline + _ROWS)
    world.sql(world.dev_url, baseline)
    for text in later:
        world.sql(world.dev_url, text)


def _start_project(world: World) -> None:
    world.migrations.mkdir()
    for file in shipped_migrations().glob("*.sql"):
        shutil.copy(file, world.migrations)
    config = _CONFIG.format(chat=CHAT, api_url=world.telegram.url)
    (world.root / "guardian.toml").write_text(config, encoding="utf-8")
    (world.root / ".pre-commit-config.yaml").write_text(_HOOKS.format(python=sys.executable), encoding="utf-8")
    (world.root / ".gitignore").write_text("state/\nbackups/\n", encoding="utf-8")
    for command in (["git", "init", "--quiet"], ["pre-commit", "install"]):
        done = world.run(command)
        if done.returncode != 0:
            raise GuardianError(f"{' '.join(command)} failed: {' '.join(done.stdout.split())}")
