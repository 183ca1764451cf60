"""Writing down other figures and the target group; showing a programme to the country, and taking it back."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal, Taken
from brobygger.insight.comparing import queries, rules
from brobygger.insight.comparing.models import OtherFigure, ShownProgramme, TargetGroup
from brobygger.insight.evaluation.published_rules import Numbers
from brobygger.programmes.running.models import Programme
from brobygger.programmes.running.queries import recipe_of
from brobygger.registry.access.actor import Actor


@transaction.atomic
def write_figure(
    *, programme: Programme, what: str, number: int, definition: str, source: str, as_of: date | None, by: Actor,
    at: datetime,
) -> OtherFigure:  # fmt: skip
    """Keep a figure somebody told. Raises Refusal for a day to come, Taken when the very same stands already."""
    if as_of and as_of > local_date(at):
        raise Refusal(_("Dagen er ikke kommet endnu. Vælg i dag eller før."), field="as_of")
    told = {"what": what, "number": number, "definition": definition.strip(), "source": source.strip()}
    if OtherFigure.objects.filter(programme=programme, away_on__isnull=True, **told).exists():
        raise Taken(_("Det tal står her allerede med samme kilde."))
    return OtherFigure.objects.create(programme=programme, as_of=as_of, written_at=at, written_by_id=by.user_id, **told)


@transaction.atomic
def take_figure_away(*, figure: OtherFigure, by: Actor, at: datetime) -> None:
    """The figure no longer stands beside the others. Safe to repeat."""
    OtherFigure.objects.filter(id=figure.id, away_on__isnull=True).update(away_on=local_date(at))


@transaction.atomic
def count_target_group(
    *, programme: Programme, size: int, definition: str, source: str, counted_on: date, by: Actor, at: datetime
) -> TargetGroup:
    """Keep how many there are to reach. Raises Refusal for nobody and for a day to come."""
    if size < 1:
        raise Refusal(_("Skriv et tal over 0."), field="size")
    if counted_on > local_date(at):
        raise Refusal(_("Dagen er ikke kommet endnu. Vælg i dag eller før."), field="counted_on")
    return TargetGroup.objects.create(
        programme=programme, size=size, definition=definition.strip(), source=source.strip(), counted_on=counted_on,
        written_at=at, written_by_id=by.user_id,
    )  # fmt: skip


@transaction.atomic
def show(*, programme: Programme, numbers: Numbers, by: Actor, at: datetime) -> ShownProgramme:
    """Show the country what the newest report told; showing again replaces it. numbers: as told, never exact ones."""
    target = queries.target_group(by, programme)
    facts = {
        "municipality_name": by.municipality_name,
        "programme_name": programme.name,
        "recipe_id": programme.recipe_id,
        "focus": list(recipe_of(programme).focus_areas),
        "target": target and {
            "size": target.size, "definition": target.definition, "source": target.source,
            "counted_on": target.counted_on.isoformat(),
        },
        "figures": rules.figures_of(numbers),
        "made_at": at,
    }  # fmt: skip
    found, _new = ShownProgramme.objects.update_or_create(
        municipality_id=by.municipality_id, programme_id=programme.id, defaults=facts
    )
    return found


@transaction.atomic
def take_back(*, programme: Programme, by: Actor, at: datetime) -> None:
    """The country no longer sees the programme. Safe to repeat."""
    ShownProgramme.objects.filter(municipality_id=by.municipality_id, programme_id=programme.id).delete()
