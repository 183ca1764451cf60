"""What is known of a programme: one card for each part, with one sentence of how it stands."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.insight.cohorts import queries as cohorts
from brobygger.insight.comparing import queries as comparing
from brobygger.insight.voices import queries as voices
from brobygger.pathway.measurement import rounds_queries as measured
from brobygger.programmes.running import queries as running
from brobygger.registry.access.policy import Action, may
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.page import page


@guarded(Action.SEE_REPORT)
def knowledge(request: Request, programme_id: UUID) -> HttpResponse:
    """The hub. Constant queries, whatever there is."""
    actor = request.actor
    programme = running.get(actor, programme_id)
    today = local_date(now())
    rounds = measured.rounds(actor, programme, today=today)
    late, gone = sum(one.overdue for one in rounds), sum(one.missing for one in rounds)
    to_come = _("Ingen målinger er planlagt endnu.")
    stand = _("%(late)s mangler nu, og %(gone)s blev ikke taget.") % {"late": late, "gone": gone}
    frozen = cohorts.cohorts(actor, programme).count()
    figures = comparing.other_figures(actor, programme).count()
    said = voices.statements(actor, programme).count()

    def to(name: str) -> str:
        return reverse(name, args=[programme.id])

    parts = [
        (_("Målinger"), to("rounds"), stand if rounds else to_come),
        (_("Udsagn og interviews"), to("statements"), _counted(said)),
        (_("Kohorter"), to("cohorts"), _frozen(frozen)),
        (_("Flere tal om det samme"), to("other_figures"), _figures(figures)),
        (_("Planlagt sammenligning"), to("planned"), _("Enheder, der venter efter en plan, ved siden af.")),
        (_("Spørgsmål til makkerpar"), to("pair_answers"), _("Begge parter bliver spurgt, hver for sig.")),
        (_("Brug af grupperne"), to("use_of_groups"), _("Hvor mange der kommer, og hvor mange der kommer igen.")),
        (_("Landsbilledet"), to("country_show"), _("Vis jeres tal ved siden af andre kommuners.")),
    ]
    if may(actor.role, Action.IMPORT_RESULTS):
        parts.insert(
            2, (_("Læs resultater ind"), to("results"), _("Test af kroppen og brugerundersøgelser fra en fil."))
        )
    return page(request, "staff/knowledge/hub.jinja", programme=programme, parts=parts)


def _counted(number: int) -> str:
    if not number:
        return _("Ingen har sagt noget, der er skrevet ned endnu.")
    return ngettext("%(n)s udsagn er skrevet ned.", "%(n)s udsagn er skrevet ned.", number) % {"n": number}


def _frozen(number: int) -> str:
    if not number:
        return _("Ingen tal er frosset fast endnu.")
    return ngettext("%(n)s kohorte er frosset fast.", "%(n)s kohorter er frosset fast.", number) % {"n": number}


def _figures(number: int) -> str:
    if not number:
        return _("Ingen andre tal er skrevet ned.")
    return ngettext("%(n)s tal fra andre kilder.", "%(n)s tal fra andre kilder.", number) % {"n": number}
