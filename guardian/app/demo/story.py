"""The story, step by step: from two drifted databases to one that nobody changes unnoticed."""

from __future__ import annotations

from guardian.app.demo.stage import Show, Stage
from guardian.app.demo.world import World, make_world

_ROWS = (
    "select (select count(*) from aria_knowledge) + (select count(*) from aria_wins) + (select count(*) from llm_usage)"
)

_UP = """\
-- Migration 000004: what users of the agents prefer
CREATE TABLE user_preferences (
    user_name TEXT PRIMARY KEY,
    settings JSONB NOT NULL DEFAULT '{}',
    updated_at TIMESTAMPTZ NOT NULL DEFAULT NOW()
);
ALTER TABLE llm_usage ADD COLUMN user_name TEXT;
"""

_DOWN = """\
ALTER TABLE llm_usage DROP COLUMN user_name;
DROP TABLE user_preferences;
"""


def tell(show: Show) -> None:
    """Play the whole story. Raises DemoFailed where a step does not do what it says, GuardianError where it cannot."""
    with make_world() as world:
        stage = Stage(world, show)
        _audit(stage)
        _baseline(stage)
        with world.daemon() as log:
            stage.wait(lambda: "ready" in log.read_text(encoding="utf-8") or None, "the daemon's start")
            _save_a_file(stage, world)
            _promote(stage, world)
            _change_prod_directly(stage, world)
            _revert(stage, world)
        _edit_what_is_promoted(stage, world)


def _audit(stage: Stage) -> None:
    stage.step(
        "Two databases that drifted apart",
        "PROD has the team's data. DEV has newer tables, made by hand. Neither has a version.",
    )
    text = stage.guardian("--quiet", "audit")
    stage.expect("`public.aegis_credentials_v2`" in text, "the audit names DEV's new tables")
    stage.expect("`public.llm_usage`: 800" in text, "the audit counts PROD's rows")


def _baseline(stage: Stage) -> None:
    stage.step(
        "Both get a version",
        "The baseline is what PROD has, so it is marked as applied there; DEV has all three migrations already.",
    )
    stage.guardian("force", "dev", "3")
    stage.guardian("force", "prod", "1", answer="prod")
    stage.guardian("lock")
    stage.quietly("git", "add", "-A")
    stage.shell("git", "commit", "--quiet", "-m", "Put the schema under migrations")
    stage.guardian("status")
    stage.guardian("drift", "prod")


def _save_a_file(stage: Stage, world: World) -> None:
    stage.step("A migration is saved, and the daemon applies it to DEV", "The daemon runs and watches migrations/.")
    stage.guardian("--quiet", "new", "user_preferences")
    stage.write(world.migrations / "000004_user_preferences.down.sql", _DOWN)
    stage.write(world.migrations / "000004_user_preferences.up.sql", _UP)
    stage.message("Applied to dev", "000004_user_preferences")
    stage.expect("4" in stage.guardian("version", "dev"), "DEV is at version 4")


def _promote(stage: Stage, world: World) -> None:
    stage.step(
        "A person promotes to PROD", "Gates first, then a backup that is read back, then the files, then a check."
    )
    before = world.sql(world.prod_url, _ROWS)
    stage.guardian("lock")
    stage.guardian("promote", "prod")
    stage.message("Promoted to prod")
    stage.expect(world.sql(world.prod_url, _ROWS) == before, "every row of PROD is still there")
    backups = list((world.root / "backups").glob("prod_*.dump"))
    stage.expect(len(backups) == 1, "there is one backup")
    stage.quietly("git", "add", "-A")
    stage.shell("git", "commit", "--quiet", "-m", "Migration: user preferences")


def _change_prod_directly(stage: Stage, world: World) -> None:
    stage.step("Somebody changes PROD directly", "No migration, no review, no word to anybody.")
    stage.psql("prod", world.prod_url, "ALTER TABLE aegis_credentials ADD COLUMN backdoor text")
    stage.message("Drift on prod", "public.aegis_credentials.backdoor")


def _revert(stage: Stage, world: World) -> None:
    stage.step("The way back", "guardian says what was changed, and the SQL both ways; a person decides and runs it.")
    stage.guardian("drift", "prod", code=3)
    stage.psql("prod", world.prod_url, "ALTER TABLE public.aegis_credentials DROP COLUMN backdoor")
    stage.message("Drift on prod is resolved")
    stage.guardian("drift", "prod")
    drifts = [m for m in world.telegram.messages if "backdoor" in m.text]
    stage.expect(len(drifts) == 1, "one message told of the drift, and was edited when it was resolved")


def _edit_what_is_promoted(stage: Stage, world: World) -> None:
    stage.step(
        "Somebody edits a migration that is on PROD",
        "The pre-commit hook knows from guardian.lock, without a database.",
    )
    file = world.migrations / "000002_aegis_v2.up.sql"
    file.write_text(file.read_text(encoding="utf-8").replace("DEFAULT 720", "DEFAULT 24"), encoding="utf-8")
    stage.quietly("git", "add", "-A")
    text = stage.shell("git", "commit", "-m", "Rotate more often", code=1)
    stage.expect("guardian-immutable" in text, "the hook says which rule refused the commit")
