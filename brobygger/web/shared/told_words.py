"""Danish words for tasks about asking and telling others (greetings, visits, suppliers, days), and for languages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

TOLD_TASKS = {
    "ask_to_refer": _("Ring, og tal om at henvise"),
    "visit_unit": _("Aftal et besøg af ledelsen i en enhed"),
    "after_unit_visit": _("Aftalt på et besøg i en enhed"),
    "answer_question": _("Svar på et spørgsmål, før borgeren begynder"),
    "choose_day": _("Vælg en dag blandt dem, der er spurgt om"),
    "ring_about_days": _("Ring om dagene, og skriv svaret ind"),
    "ring_supplier": _("Ring og bestil, og skriv svaret ind"),
    "find_another_supplier": _("Der er sagt nej: find en anden til mødegangen"),
}
TONGUES = {
    "en": _("engelsk"),
    "de": _("tysk"),
    "tr": _("tyrkisk"),
    "ar": _("arabisk"),
    "uk": _("ukrainsk"),
    "pl": _("polsk"),
    "bs": _("bosnisk"),
    "so": _("somali"),
    "fa": _("farsi"),
    "ur": _("urdu"),
    "kl": _("grønlandsk"),
    "fo": _("færøsk"),
    "ku": _("kurdisk"),
    "ta": _("tamil"),
    "vi": _("vietnamesisk"),
}
