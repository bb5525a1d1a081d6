"""What `guardian promote` makes of a project, for tests that look inside a promotion."""

from __future__ import annotations

from collections.abc import Callable

from guardian import clock
from guardian.app.load import load_config, load_migrations
from guardian.app.promote import Promoter
from guardian.migrate.event import ignore
from guardian.migrate.record import Operator
from tests.plugin.project import Project


def promoter(project: Project, say: Callable[[str], None] = lambda _: None) -> Promoter:
    environment = {"GUARDIAN_DEV_URL": project.dev, "GUARDIAN_PROD_URL": project.prod}
    config = load_config(None, folder=project.root, environment=environment)
    return Promoter(
        config=config,
        target=next(target for target in config.targets if target.protected),
        files=load_migrations(config),
        operator=Operator(os_user="ada", host="desk"),
        listener=ignore,
        say=say,
        now=clock.now(),
    )
