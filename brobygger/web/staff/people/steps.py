"""The steps of a person's way in the words of somebody who has work to do."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from brobygger.programmes.running.queries import recipe_of
from brobygger.web.shared import words

# What is to be done so that the step in front is reached.
TO_DO = {
    "found": gettext_lazy("Find borgeren"),
    "asked": gettext_lazy("Spørg, om borgeren vil have besøg"),
    "screened": gettext_lazy("Stil de korte spørgsmål"),
    "consented": gettext_lazy("Spørg om et ja"),
    "wishes": gettext_lazy("Besøg, og tal om ønsker"),
    "referred": gettext_lazy("Find et forslag, og henvis"),
    "accepted": gettext_lazy("Vent på svar fra foreningen"),
    "first_contact": gettext_lazy("Ring før den første gang"),
    "first_time": gettext_lazy("Tag imod den første gang"),
    "third_time": gettext_lazy("Følg op til tredje gang"),
    "six_months": gettext_lazy("Hør, om borgeren stadig er med"),
    "measured": gettext_lazy("Mål igen"),
    "reported": gettext_lazy("Tag med i rapporten"),
}

# What made a rule ask for a task: the happening's name, seen from the person.
BECAUSE = {
    "found": gettext_lazy("er fundet"),
    "asked": gettext_lazy("er spurgt"),
    "declined": gettext_lazy("sagde nej tak"),
    "no_answer": gettext_lazy("svarede ikke"),
    "turned_away": gettext_lazy("var uden for målgruppen"),
    "screened": gettext_lazy("har svaret på spørgsmålene"),
    "consented": gettext_lazy("har sagt ja"),
    "wishes_mapped": gettext_lazy("har fortalt om ønsker"),
    "waiting": gettext_lazy("venter på en plads"),
    "referred": gettext_lazy("er henvist"),
    "accepted": gettext_lazy("er taget imod"),
    "referral_declined": gettext_lazy("foreningen sagde nej"),
    "no_answer_from_receiver": gettext_lazy("foreningen svarer ikke"),
    "first_session_planned": gettext_lazy("den første gang er aftalt"),
    "first_contact": gettext_lazy("er ringet op af værten"),
    "not_reached": gettext_lazy("er ikke nået"),
    "companion_wanted": gettext_lazy("vil gerne følges med nogen"),
    "first_session": gettext_lazy("har været der første gang"),
    "third_session": gettext_lazy("har været der tre gange"),
    "came": gettext_lazy("kom"),
    "absent": gettext_lazy("kom ikke"),
    "worried": gettext_lazy("nogen er bekymret"),
    "measured": gettext_lazy("er målt"),
    "stopped": gettext_lazy("er stoppet"),
    "returned": gettext_lazy("er spurgt igen"),
}


def to_do(step: str | None) -> str:
    """The next step as something to do; empty for a finished episode."""
    return _to_do(get_language(), step or "")


@lru_cache(maxsize=100)  # a list says the same few hundreds of times
def _to_do(language: str | None, step: str) -> str:
    return str(TO_DO.get(step, ""))


def role_of(episode: Any) -> str:
    """Who answers for the next step, by the recipe's own word for the role."""
    return role_in(episode.programme, episode.owner_role)


def role_in(programme: Any, code: str) -> str:
    """A role by the recipe's own word for it; empty when the recipe has no such role."""
    role = recipe_of(programme).roles.get(code)
    return role.en if role and (get_language() or "").startswith("en") else role.da if role else ""


def why(facts: Mapping[str, Any]) -> str:
    """Why a task is there (Task.why), in a few words; empty when nothing is known."""
    if "words" in facts:
        return _("%(name)s skriver: %(words)s") % {"name": facts.get("from", ""), "words": facts["words"]}
    if "way" in facts:
        return words.said(words.WAYS, facts["way"])
    if "receiver" in facts:
        said = words.DECLINE_REASONS.get(facts.get("reason", ""))
        return f"{facts['receiver']}: {str(said).lower()}" if said else str(facts["receiver"])
    if "about" in facts:
        return str(facts["about"])
    if "effort" in facts:
        return str(facts["effort"])
    if "group" in facts:
        group = _("Gruppen %(name)s") % {"name": facts["group"]}
        return f"{group}, {facts['place']}" if facts.get("place") else group
    if "noticed_by" in facts:
        return _("%(name)s har set tegn på, at borgeren har det svært") % {"name": facts["noticed_by"]}
    return _because(get_language(), facts.get("happening", ""))


@lru_cache(maxsize=200)
def _because(language: str | None, happening: str) -> str:
    return str(BECAUSE.get(happening, ""))
