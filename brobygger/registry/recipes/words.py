"""The words a recipe may use: steps, happenings, reasons, tasks and roles. Plain data, no logic.

A word that is not here cannot be written in a recipe, so the engine, the pages and the player never meet one
they do not know. Danish texts are what a user reads; codes are stored.
"""

from __future__ import annotations

from dataclasses import dataclass

# The bridge, in order. A recipe may leave steps out, never change their order.
STEPS = (
    "found",
    "asked",
    "screened",
    "consented",
    "wishes",
    "referred",
    "accepted",
    "first_contact",
    "first_time",
    "third_time",
    "six_months",
    "measured",
    "reported",
)
ALWAYS_THERE = frozenset({"found", "consented", "first_time"})
# What happened outranks what was planned: a person who comes has come, also when nobody noted the call before it or
# the third time. These steps may always be passed over; the bridge still shows that they were.
MAY_BE_PASSED_OVER = frozenset({"first_contact", "third_time"})

# What may happen on the way and make, or cancel, a follow-up task.
HAPPENINGS = (
    "found",
    "asked",
    "declined",
    "no_answer",
    "turned_away",
    "screened",
    "consented",
    "wishes_mapped",
    "waiting",
    "referred",
    "accepted",
    "referral_declined",
    "no_answer_from_receiver",
    "first_session_planned",
    "first_contact",
    "not_reached",
    "companion_wanted",
    "first_session",
    "third_session",
    "came",
    "absent",
    "signed_off",
    "worried",
    "measured",
    "stopped",
    "returned",
)
# A deadline may count from a step, from one of these, or from the programme's first day.
ANCHORS = (*STEPS, "first_session_planned", "first_session", "programme_start")

# Roles of the access table (registry.access); every role of a recipe acts as one of them.
ACTS_AS = (
    "home_care_worker",
    "ambassador",
    "coordinator",
    "visitation",
    "programme_manager",
    "association_leader",
    "host",
    "volunteer",
)


@dataclass(frozen=True)
class Words:
    """The same words in Danish and English."""

    da: str
    en: str


STEP_WORDS = {
    "found": Words("Fundet", "Found"),
    "asked": Words("Spurgt", "Asked"),
    "screened": Words("Screenet", "Screened"),
    "consented": Words("Sagt ja", "Said yes"),
    "wishes": Words("Ønsker", "Wishes"),
    "referred": Words("Henvist", "Referred"),
    "accepted": Words("Taget imod", "Accepted"),
    "first_contact": Words("Første kontakt", "First contact"),
    "first_time": Words("Første gang", "First time"),
    "third_time": Words("Tredje gang", "Third time"),
    "six_months": Words("Med efter seks måneder", "Still there after six months"),
    "measured": Words("Målt", "Measured"),
    "reported": Words("I rapporten", "In the report"),
}

# What a follow-up rule can ask somebody to do. A rule with another word brings its own text.
TASKS = {
    "call_person": Words("Ring til borgeren", "Call the person"),
    "visit_person": Words("Besøg borgeren", "Visit the person"),
    "ask_again": Words("Spørg igen", "Ask again"),
    "ask_why": Words("Spørg, hvorfor borgeren stoppede", "Ask why the person stopped"),
    "knock_on_door": Words("Bank på døren", "Knock on the door"),
    "find_other_offer": Words("Find et andet tilbud", "Find another offer"),
    "chase_answer": Words("Ryk for svar", "Chase the answer"),
    "offer_klippekort": Words("Tilbyd klippekort imens", "Offer klippekort meanwhile"),
    "plan_companion": Words("Find en ledsager", "Find a companion"),
    "go_along": Words("Gå med til aktiviteten", "Go along to the activity"),
    "evaluate_benefit": Words("Tal om, hvad borgeren får ud af det", "Talk about what the person gains"),
    "welcome": Words("Byd velkommen", "Welcome the person"),
    "answer_worry": Words("Svar på bekymringen", "Answer the worry"),
    "measure": Words("Mål igen", "Measure again"),
    "pass_on": Words("Giv besked videre til den næste", "Pass it on to the next one"),
    "offer_loneliness_time": Words("Brug ensomhedstid imens", "Spend loneliness time meanwhile"),
    "find_phone_friend": Words("Find en telefonven imens", "Find a phone friend meanwhile"),
    "visit_group": Words("Besøg gruppen, der kører selv", "Visit the group that runs itself"),
}

_BEFORE_YES = ("asked", "screened", "consented")
_BEFORE_START = (
    "asked",
    "screened",
    "consented",
    "wishes",
    "referred",
    "accepted",
    "first_contact",
    "first_time",
)
_AFTER_START = ("third_time", "six_months", "measured", "reported")
_ANYWHERE = (*_BEFORE_START, *_AFTER_START)


@dataclass(frozen=True)
class Reason:
    """Why somebody is lost.

    steps: the steps in front of which the reason can be given. final: nobody contacts the person again in this
    episode. ask_again: the person is welcome later, so a recipe may ask again.
    """

    code: str
    da: str
    en: str
    steps: tuple[str, ...]
    final: bool = False
    ask_again: bool = False


def _reasons(*reasons: Reason) -> dict[str, Reason]:
    return {reason.code: reason for reason in reasons}


# R036 (reasons for a no), R176 (reasons for stopping), R279 (an association's no), R096 (silence).
REASONS = _reasons(
    Reason("declined", "Siger nej tak", "Says no", _ANYWHERE, ask_again=True),
    Reason("no_visit", "Vil ikke have besøg", "Does not want a visit", _BEFORE_YES, ask_again=True),
    Reason("no_answer", "Svarer ikke", "Does not answer", _ANYWHERE, ask_again=True),
    Reason("not_lonely", "Savner ikke samvær", "Does not miss company", ("screened", "consented"), ask_again=True),
    Reason("no_need", "Har ikke brug for det", "Has no need of it", _BEFORE_YES, ask_again=True),
    Reason("not_eligible", "Uden for målgruppen", "Outside the target group", _BEFORE_START, ask_again=True),
    Reason("no_energy", "Har ikke kræfter", "Has no energy", _ANYWHERE, ask_again=True),
    Reason("transport_time", "For lang eller svær vej", "The way is too long or hard", _ANYWHERE, ask_again=True),
    Reason("ashamed_of_home", "Vil ikke vise hjemmet frem", "Does not want to show the home", _BEFORE_START,
           ask_again=True),
    Reason("price", "Prisen", "The price", _ANYWHERE, ask_again=True),
    Reason("no_label", "Vil ikke have et mærkat", "Does not want a label", _BEFORE_YES, ask_again=True),
    Reason("health", "Helbred", "Health", _ANYWHERE, ask_again=True),
    Reason("wrong_time", "Dag eller tid passer ikke", "Day or time does not suit", _ANYWHERE, ask_again=True),
    Reason("no_offer", "Intet tilbud passer", "No offer suits", ("wishes", "referred", "accepted"), ask_again=True),
    Reason("no_place", "Ingen ledig plads", "No free place",
           ("referred", "accepted", "first_contact", "first_time"), ask_again=True),
    Reason("receiver_declined", "Modtageren siger nej", "The receiver says no", ("accepted",), ask_again=True),
    Reason("silent", "Modtageren svarer ikke", "The receiver does not answer", ("accepted",), ask_again=True),
    Reason("consent_withdrawn", "Samtykket er trukket tilbage", "The consent is withdrawn",
           ("wishes", "referred", "accepted", "first_contact", "first_time", *_AFTER_START), ask_again=False),
    Reason("needs_other_help", "Har brug for anden hjælp", "Needs another kind of help", _ANYWHERE, ask_again=True),
    Reason("no_benefit", "Får ikke noget ud af det", "Gains nothing from it", _AFTER_START, ask_again=True),
    Reason("not_measured", "Blev ikke målt igen", "Was not measured again", ("measured",)),
    Reason("care_home", "Flyttet på plejehjem", "Moved to a care home", _ANYWHERE),
    Reason("moved", "Flyttet fra kommunen", "Moved away", _ANYWHERE, final=True),
    Reason("death", "Død", "Died", _ANYWHERE, final=True),
    Reason("never_again", "Vil ikke spørges igen", "Does not want to be asked again", _ANYWHERE, final=True),
    Reason("other", "Andet", "Other", _ANYWHERE, ask_again=True),
)  # fmt: skip
FINAL_REASONS = frozenset(code for code, reason in REASONS.items() if reason.final)
