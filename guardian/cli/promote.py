from __future__ import annotations

import click

from guardian import clock
from guardian.adapters.operator import fetch_operator
from guardian.app.load import load_migrations
from guardian.app.promote import Promoter, promote
from guardian.app.tell import tell_promotion
from guardian.cli.context import Context, pass_context
from guardian.cli.progress import progress
from guardian.errors import GuardianError
from guardian.report.promotion import promotion_document, promotion_text


class PromotionFailed(GuardianError):
    """a migration was refused by the server; what went before it is applied."""


@click.command()
@click.argument("target")
@click.option("--limit", type=int, metavar="N", help="Promote only the next N migrations.")
@click.option("--dry-run", is_flag=True, help="Stop before the backup; show gates and plan.")
@pass_context
def command(context: Context, target: str, limit: int | None, *, dry_run: bool) -> int:
    """Bring a protected TARGET forward: gates, backup that is read back, apply, verify, record, tell."""
    config, found = context.target(target)
    promoter = Promoter(
        config=config,
        target=found,
        files=load_migrations(config),
        operator=fetch_operator(config.root),
        listener=progress(context),
        say=context.say,
        now=clock.now(),
    )
    promotion = promote(promoter, limit=limit, dry_run=dry_run)
    tell_promotion(promoter, promotion, say=context.say)
    context.show(promotion_text(promotion), promotion_document(promotion))
    if promotion.failure is not None:
        raise PromotionFailed(promotion.failure)
    return 0 if promotion.succeeded else 1
