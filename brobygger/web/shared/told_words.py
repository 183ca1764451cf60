"""Danish words for the tasks of telling others: greetings, visits to units, a person's questions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

TOLD_TASKS = {
    "ask_to_refer": _("Ring, og tal om at henvise"),
    "visit_unit": _("Aftal et besøg af ledelsen i en enhed"),
    "after_unit_visit": _("Aftalt på et besøg i en enhed"),
    "answer_question": _("Svar på et spørgsmål, før borgeren begynder"),
}
