"""Taking a person into a programme, stopping with a reason, and asking again."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import ask, find, leave, trial
from brobygger.journeys.facts import answers_of
from brobygger.pathway.episodes import queries as episodes
from brobygger.pathway.episodes.rules import explain, reasons_at
from brobygger.programmes.running.queries import lately_over, running, with_limits
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Fields, Purpose
from brobygger.registry.people import queries as persons
from brobygger.web.shared import words
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page
from brobygger.web.staff.people.forms import StopForm

BEFORE_YES = ("asked", "screened", "consented")
NOT_HERE = {"death", "moved", "not_measured"}  # these have their own pages or come by themselves
# What the criteria of a target group ask about (journeys.facts).
TARGET = {Fields.NAME, Fields.AGE, Fields.HOUSEHOLD, Fields.CARE, Fields.WALKING, Fields.COGNITION, Fields.SENSES}
CHANNELS = (
    "home_care",
    "preventive_visit",
    "visitation",
    "early_detection",
    "self",
    "relative",
    "volunteer",
    "association",
)


@guarded(Action.ADD_PERSON, methods=("GET", "POST"))
def take_in(request: Request, person_id: UUID) -> HttpResponse:
    """The running programmes, each with who it is for and how the person stands to that."""
    actor: Actor = request.actor
    today = local_date(now())
    view = persons.read(actor, person_id, purpose=Purpose.DETECTION, only=TARGET)
    row = persons.get(actor, person_id)
    open_in = {each.programme_id for each in episodes.of_person(actor, person_id) if each.status != "finished"}
    answers = answers_of(actor, [person_id]).get(person_id, {})
    judged = [
        (programme, trial.eligibility(person=row, programme=programme, on=today, answers=answers))
        for programme in with_limits(running(actor, on=today))[:50]
        if programme.id not in open_in
    ]
    if request.method == "POST":
        return _begin(request, actor, row, judged)
    language = "en" if (get_language() or "da").startswith("en") else "da"
    choices = [
        (
            programme,
            result,
            [explain(reason, language) for reason in result.because if reason.met],
            [explain(reason, language) for reason in result.not_met],
            [explain(reason, language) for reason in result.unknown],
        )
        for programme, result in sorted(judged, key=lambda pair: (not pair[1].ok, bool(pair[1].not_met), pair[0].name))
    ]
    channels = [(code, words.CHANNELS[code]) for code in CHANNELS]
    return page(request, "staff/people/take_in.jinja", person=view, choices=choices, channels=channels,
                over=lately_over(actor, on=today))  # fmt: skip


def _begin(request: Request, actor: Actor, row: object, judged: list) -> HttpResponse:  # type: ignore[type-arg]
    wanted = request.POST.get("programme")
    chosen = next((pair for pair in judged if str(pair[0].id) == wanted), None)
    over = next((one for one in lately_over(actor, on=local_date(now())) if str(one.id) == wanted), None)
    if over is not None:
        raise Refusal(_("%(name)s tager ikke nye ind mere. Vælg en anden indsats.") % {"name": over.name})
    if chosen is None:
        raise Refusal(_("Vælg en indsats på listen."))
    programme, result = chosen
    outside = [explain(one, get_language() or "da") for one in result.not_met if one.code.startswith("trial_")]
    if outside:
        raise Refusal(_("Borgeren er %(outside)s. Se, hvilken anden indsats der passer.") % {"outside": outside[0]})
    if result.not_met:
        raise Refusal(_("Borgeren er uden for målgruppen. Ret oplysningerne først, hvis de er forkerte."))
    channel = request.POST.get("found_by")
    episode = find.begin(
        person=row,  # type: ignore[arg-type]
        programme=programme,
        found_by=channel if channel in CHANNELS else "visitation",
        by=actor,
        at=now(),
    )
    say(request, _("Borgeren er nu med i %(name)s.") % {"name": programme.name})
    return HttpResponseRedirect(reverse("person", args=[episode.person_id]))


@guarded(Action.CLOSE_EPISODE, methods=("GET", "POST"))
def close_episode(request: Request, episode_id: UUID) -> HttpResponse:
    """Stop here, with a reason from the list that fits the step."""
    actor: Actor = request.actor
    today, episode = local_date(now()), episodes.get(actor, episode_id)
    shown = {Fields.NAME, Fields.EPISODES}
    view = persons.read(actor, episode.person_id, purpose=Purpose.FOLLOW_UP, only=shown)
    if episode.status != "active":
        raise Refusal(_("Forløbet er allerede stoppet eller afsluttet."))
    reasons = [
        (reason.code, words.reason(reason.code))
        for reason in reasons_at(episode.next_step or "reported")
        if reason.code not in NOT_HERE
    ]
    form = StopForm(request.POST or None, reasons=reasons, today=today)
    if request.method == "GET" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        step = words.step(episode.next_step or "reported")
        return page(
            request, "staff/people/close.jinja", form=form, person=view, episode=episode, step=step, status=status
        )
    reason, again = form.cleaned_data["reason"], form.cleaned_data["ask_again_on"]
    if episode.next_step in BEFORE_YES:
        ask.said_no(episode=episode, reason=reason, by=actor, at=now(), ask_again_on=again)
    else:
        leave.stop(episode=episode, reason=reason, by=actor, at=now())
    say(request, _("Forløbet er stoppet: %(reason)s.") % {"reason": words.reason(reason).lower()}, kind="info")
    return HttpResponseRedirect(reverse("person", args=[view.id]))


@guarded(Action.SCREEN, methods=("POST",))
def ask_again(request: Request, episode_id: UUID) -> HttpResponse:
    """After a no: the person stands where he or she was lost, with everything known kept."""
    actor: Actor = request.actor
    episode = episodes.get(actor, episode_id)
    persons.read(actor, episode.person_id, purpose=Purpose.DETECTION, only={Fields.NAME})
    ask.ask_again(episode=episode, by=actor, at=now())
    say(request, _("Forløbet er i gang igen, der hvor det stoppede."))
    return HttpResponseRedirect(reverse("person", args=[episode.person_id]))
