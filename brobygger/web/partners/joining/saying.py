"""Danish words about volunteers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from brobygger.web.shared.interest_form import CHANNELS as CHANNELS
from brobygger.web.shared.interest_form import ROLES_WANTED as ROLES_WANTED

STEPS = {
    "talk": _("En snak om lyst og tid"),
    "suitability": _("Vurderet egnet til opgaven"),
    "references": _("Referencer er hørt"),
    "children_certificate": _("Børneattest"),
    "criminal_record": _("Straffeattest"),
    "expectations": _("Forventninger er talt igennem"),
    "secrecy": _("Tavshedspligt er skrevet under"),
    "agreement": _("Skriftlig aftale med forsikring"),
}
HELP = {
    "visitor": _("Besøge"),
    "companion": _("Følge med de første gange"),
    "driver": _("Køre"),
}
TWO_FOR = {
    "visit": _("besøg"),
    "meal": _("spise sammen hjemme"),
    "drive": _("køre en tur"),
    "hand": _("give en hånd"),
    "practice": _("øve sprog eller it"),
    "hosting": _("være vært"),
}
WHY_DECLINED = {
    "not_suited": _("opgaven passer ikke til personen"),
    "no_task": _("vi har ingen opgave nu"),
    "changed_mind": _("personen vil ikke alligevel"),
    "not_reached": _("vi kan ikke få fat i personen"),
    "other": _("andet"),
}
INTEREST_STATES = {"new": _("ny"), "talking": _("i gang"), "approved": _("godkendt"), "declined": _("sagt nej"),
                   "passed": _("givet videre")}  # fmt: skip
GATHERINGS = {
    "meeting": _("møde for frivillige"),
    "supervision": _("supervision"),
    "expectations": _("møde om forventninger"),
    "exchange": _("erfaringer på tværs"),
}
STANDINGS = {
    "valid": _("gælder"),
    "soon": _("skal snart fornyes"),
    "grace": _("er udløbet, forny nu"),
    "closed": _("er udløbet, ingen nye borgere"),
}
COLOURS = {"valid": "green", "soon": "yellow", "grace": "yellow", "closed": "red"}
EXPENSE_STATES = {"told": _("venter på ja"), "approved": _("godkendt"), "declined": _("ikke godkendt"),
                  "paid": _("sendt til udbetaling")}  # fmt: skip


def kroner(oere: int) -> str:
    """ "46,50 kr."."""
    return f"{oere // 100},{oere % 100:02} kr."
