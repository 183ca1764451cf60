"""What holds for the pairs of a programme, and which volunteers go together."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.pathway.matching import duos, pairing
from brobygger.programmes.running import queries as programmes
from brobygger.registry.access import queries as access
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.staff.waiting.groups import seen, uuid_of

RULES = {
    "giver_needed": gettext_lazy("borgeren skal også kunne give en hånd"),
    "two_needed": gettext_lazy("altid to frivillige sammen på besøg"),
    "association_agrees": gettext_lazy("foreningen skal sige ja til parret, før det bliver til noget"),
}


class PairTermsForm(forms.Form):
    """The rules that are chosen."""

    chosen = forms.MultipleChoiceField(
        label=gettext_lazy("Vælg"), choices=list(RULES.items()), required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Vælg på listen.")},
    )  # fmt: skip


def shown(lists: Any) -> dict[str, Any]:
    """What the page of pairs shows of them. Volunteers who go with somebody already are not offered again."""
    kept = lists.pair_list
    chosen = [name for name in RULES if kept and getattr(kept, name)]
    return {
        "terms_form": PairTermsForm(initial={"chosen": chosen}),
        "duos": lists.duos,
        "can_go_together": [(str(one.id), one.name) for one in lists.alone],
        "want_company": [one for one in lists.alone if one.with_friend],
    }


@guarded(Action.MATCH_WAITING, methods=("POST",))
def terms(request: Request, programme_id: UUID) -> HttpResponse:
    """Choose the rules; the pairs change when they are proposed again."""
    actor: Actor = request.actor
    programme = programmes.get(actor, programme_id)
    form = PairTermsForm(request.POST)
    if not form.is_valid():
        raise Refusal(_("Vælg på listen."))
    kept = pairing.change_list(programme=programme, seen=seen(request), by=actor, at=now())
    pairing.choose(pair_list=kept, **{name: name in form.cleaned_data["chosen"] for name in RULES})
    return done(request, _("Reglerne er gemt. Foreslå par igen, så gælder de."), reverse("pairs", args=[programme.id]))


@guarded(Action.MATCH_WAITING, methods=("POST",))
def together(request: Request, programme_id: UUID) -> HttpResponse:
    """Two volunteers go together, or no longer."""
    actor: Actor = request.actor
    programme = programmes.get(actor, programme_id)
    today = local_date(now())
    if "alone" in request.POST:
        duos.go_alone(duo_id=uuid_of(request.POST["alone"]), by=actor, on=today)
        said = _("De følges ikke længere. Foreslå par igen.")
    else:
        chosen = [request.POST.get(name, "") for name in ("first", "second")]
        if not all(chosen):
            raise Refusal(_("Vælg to frivillige."))
        first, second = (access.get_membership(actor, uuid_of(one)) for one in chosen)
        duos.go_together(first=first, second=second, by=actor, on=today)
        said = _("De følges ad. Foreslå par igen.")
    return done(request, said, reverse("pairs", args=[programme.id]))
