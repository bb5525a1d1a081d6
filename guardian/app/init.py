"""The files that a project starts with; what is there already is left as it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from guardian.adapters.config_file import CONFIG_NAME
from guardian.adapters.new_files import create_files
from guardian.adapters.shipped import shipped_migrations

_CONFIG = """\
# guardian's configuration. A secret's value is env:NAME, file:PATH or credential:NAME (of systemd).

migrations = "migrations"

[targets.dev]
url = "env:GUARDIAN_DEV_URL"    # postgres://USER:PASSWORD@HOST:PORT/DATABASE
role = "development"

[targets.prod]
url = "env:GUARDIAN_PROD_URL"
role = "production"             # protected: only `guardian promote prod` changes it

[backup]
directory = "backups"

[daemon]
apply_to = "dev"                # saved migrations are applied here
check = ["prod"]                # and these are checked for drift
interval = "5m"

[[drift.ignore]]                # what no migration makes, and is no drift
kind = "publication"
pattern = "supabase_realtime*"
reason = "Supabase makes and fills it"

# [telegram]
# token = "env:GUARDIAN_TELEGRAM_TOKEN"
# chat_id = "-1001234567890"
"""

_HOOK = """\
      - id: {id}
        name: {name}
        entry: {id}
        language: system
        always_run: true
        pass_filenames: false
        stages: [{stages}]
"""
_JUDGING = "pre-commit, pre-merge-commit, pre-push, manual"
_TELLING = "post-merge, post-checkout, post-rewrite"
_WANTED = _HOOK.format(
    id="guardian-rehearse", name="migrations run in a scratch database", stages="pre-push, manual"
).replace("\n      ", "\n      # ")
_HOOKS = "".join(
    (
        f"default_install_hook_types: [pre-commit, pre-merge-commit, pre-push, {_TELLING}]\n",
        "repos:\n  - repo: local\n    hooks:\n",
        *(
            _HOOK.format(id=f"guardian-{hook}", name=name, stages=_JUDGING)
            for hook, name in {
                "naming": "names, pairs and numbers of migrations",
                "order": "new migrations come after those of the target branch",
                "immutable": "promoted migrations stay as they are",
                "lock": "the lock file fits the migrations",
                "lint": "the SQL of migrations",
            }.items()
        ),
        _HOOK.format(
            id="guardian-branch",
            name="what another branch means for DEV",
            stages=_TELLING,
        ),
        "        verbose: true # a hook that passes is silent otherwise\n",
        f"      # Before a push; it takes the server of [scratch], or the bundled one:\n      # {_WANTED.lstrip()}",
    )
)

HOOKS_NAME = ".pre-commit-config.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Initialised:
    """Which files were written, and which were there before."""

    written: tuple[Path, ...]
    kept: tuple[Path, ...]

    @property
    def hooks_to_add(self) -> str | None:
        """What a person must put into a pre-commit configuration that was there before."""
        return _HOOKS if any(path.name == HOOKS_NAME for path in self.kept) else None


def initialise(folder: Path) -> Initialised:
    """Write guardian.toml, migrations/README.md and the pre-commit configuration. Raises Refused where it cannot."""
    readme = (shipped_migrations() / "README.md").read_text(encoding="utf-8")
    texts = {
        folder / CONFIG_NAME: _CONFIG,
        folder / "migrations" / "README.md": readme,
        folder / HOOKS_NAME: _HOOKS,
    }
    kept = tuple(path for path in texts if path.exists())
    create_files({path: text for path, text in texts.items() if path not in kept})
    return Initialised(written=tuple(path for path in texts if path not in kept), kept=kept)
