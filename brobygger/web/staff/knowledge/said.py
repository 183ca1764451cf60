"""Danish words for the codes of what is known of a programme."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

Words = dict[str, Any]

WHY_LEFT_OUT: Words = {
    "in_another": _("er også begyndt i en anden indsats"),
    "died": _("er døde"),
    "moved": _("er flyttet fra kommunen"),
    "unmeasured": _("er ikke målt ved start"),
}
THINGS: Words = {
    "found": _("borgere, der er fundet"),
    "screened": _("borgere, der er screenet"),
    "asked": _("borgere, der er spurgt"),
    "consented": _("borgere, der har sagt ja"),
    "first_time": _("borgere, der er begyndt"),
    "six_months": _("borgere, der er der efter seks måneder"),
    "trained": _("ansatte, der har været på kursus"),
    "volunteers": _("frivillige"),
    "other": _("noget andet"),
}
KINDS: Words = {
    "quote": _("noget, nogen har oplevet"),
    "driver": _("noget, der hjælper"),
    "barrier": _("noget, der står i vejen"),
    "evaluation": _("en vurdering af indsatsen"),
}
SPEAKERS: Words = {
    "participant": _("en deltager"),
    "relative": _("en pårørende"),
    "volunteer": _("en frivillig"),
    "staff": _("en ansat"),
}
CODES: Words = {
    "first_time": _("den første gang"), "welcome": _("modtagelsen"), "friendship": _("venskab"),
    "everyday": _("hverdagen"), "health": _("helbredet"), "courage": _("at turde"), "transport": _("at komme derhen"),
    "time": _("tid"), "price": _("pris"), "cooperation": _("samarbejde"), "leadership": _("ledelse"),
    "competence": _("at kunne det"), "information": _("information"),
}  # fmt: skip
USES: Words = {
    "nobody": _("kun vores eget arbejde"),
    "report": _("rapporter om indsatsen"),
    "material": _("rapporter og materiale til andre"),
}
HOW: Words = {"written": _("på skrift"), "spoken": _("mundtligt")}
ROUND_NAMES: Words = {"start": _("Start"), "midway": _("Midtvejs"), "end": _("Slut")}
PARTIES: Words = {"person": _("borgeren"), "volunteer": _("den frivillige")}
ALONE: Words = {
    "often": _("ofte"), "sometimes": _("en gang imellem"), "seldom": _("sjældent"), "no": _("nej"),
}  # fmt: skip
STANDINGS: Words = {
    "planned": _("planlagt"), "waits": _("venter nu"), "over": _("ventetiden er slut"), "counted": _("gjort op"),
    "dropped": _("opgivet"),
}  # fmt: skip
CONTENT: Words = {"content": _("tilfredse"), "neither": _("hverken eller"), "not_content": _("utilfredse")}


def round_name(code: str) -> str:
    """A round's name: "start", "after_90_days" and the like."""
    if code in ROUND_NAMES:
        return str(ROUND_NAMES[code])
    number = "".join(sign for sign in code if sign.isdigit())
    return str(_("Efter %(n)s dage") % {"n": number}) if number else code.replace("_", " ")
