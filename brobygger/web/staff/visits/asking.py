"""The first half of a visit: the opener, one item per screen, and storing the answers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.ids import new_id
from brobygger.foundation.kernel.refusal import NotVisible, Refusal
from brobygger.journeys import ask, screen
from brobygger.pathway.detection import queries as detection
from brobygger.pathway.episodes.rules import FINAL_REASONS
from brobygger.pathway.screening import queries as screening
from brobygger.registry.access.policy import Action, Fields
from brobygger.registry.instruments.rules import BadAnswer, parse_answers, score
from brobygger.registry.instruments.schema import Instrument, Item
from brobygger.registry.own_instruments.queries import in_language, languages_of
from brobygger.registry.own_instruments.words_rules import from_the_right
from brobygger.registry.people.queries import may_be_contacted
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.staff.visits import draft as drafts
from brobygger.web.staff.visits.about import BEFORE_YES, About, about, instrument_of, shown, tongues
from brobygger.web.staff.visits.draft import Draft
from brobygger.web.staff.visits.forms import SaveForm

MODES = ("visit", "phone")
BEGIN_AGAIN = "forfra"  # in the address: answers were looked for, and there are none


@guarded(Action.SCREEN, methods=("GET", "POST"))
def begin(request: Request, episode_id: UUID) -> HttpResponse:
    """Step 1: how to open the talk. Beginning makes the screening's id, and asks again where there was a no."""
    actor = request.actor
    call = detection.planned_mode(actor, episode_id) == "phone"
    found = about(actor, episode_id, also=frozenset({Fields.CONTACT}) if call else frozenset())
    if request.method == "POST":
        return _begun(request, found)
    proposed = found.stages[0] if found.stages else None
    unfinished = drafts.load(request, episode_id)
    return shown(
        request,
        "begin.jinja",
        found,
        1,
        proposed=proposed,
        call=call,
        others=[(stage, instrument_of(stage.instrument)) for stage in found.stages[1:]],
        instrument=instrument_of(proposed.instrument) if proposed else None,
        tongues=tongues(actor, proposed.instrument) if proposed and proposed.answered_by[0] == "person" else [],
        unfinished=unfinished,
        next_number=drafts.next_number(unfinished) if unfinished else 1,
        again=BEGIN_AGAIN in request.GET,
        closed=_is_closed(found),
        past_yes=found.episode.status == "active" and found.episode.next_step not in BEFORE_YES,
    )


def _is_closed(found: About) -> bool:
    """Nobody asks again: the way is finished, or the person (or life) has said so."""
    gone = not may_be_contacted(found.person)
    return gone or found.episode.status == "finished" or found.episode.lost_reason in FINAL_REASONS


def _begun(request: Request, found: About) -> HttpResponse:
    actor, episode = request.actor, found.episode
    if _is_closed(found):
        raise Refusal(_("Borgeren skal ikke kontaktes."))
    if episode.status == "lost":
        ask.ask_again(episode=episode, by=actor, at=now())
    if not found.stages:
        return _to("visit_yes", episode.id)
    mode = request.POST.get("mode", "")
    stage = found.stage(request.POST.get("instrument") or found.stages[0].instrument)
    instrument = instrument_of(stage.instrument)
    tongue = request.POST.get("language", "")
    if tongue not in languages_of(actor, instrument):
        tongue = ""
    drafts.keep(
        request,
        episode.id,
        Draft(
            screening_id=str(new_id()),
            instrument=stage.instrument,
            mode=mode if mode in MODES else "visit",
            answers=[None] * len(instrument.items),
            language=tongue,
        ),
    )
    return _to("visit_item", episode.id, 1)


@guarded(Action.SCREEN, methods=("GET", "POST"))
def item(request: Request, episode_id: UUID, number: int) -> HttpResponse:
    """Step 2: one item on a screen. The answer given before is marked; a tap on another changes it."""
    actor = request.actor
    found = about(actor, episode_id)
    draft = drafts.load(request, episode_id)
    if draft is None:
        return _none_here(request, found)
    instrument = _spoken(request, instrument_of(found.stage(draft.instrument).instrument), draft)
    if not 1 <= number <= len(instrument.items):
        return _to("visit_save", episode_id)
    error = ""
    if request.method == "POST":
        error = _answered(draft, instrument, number, request.POST.get("answer", ""))
        if not error:
            drafts.keep(request, episode_id, draft)
            last = number == len(instrument.items)
            return _to("visit_save", episode_id) if last else _to("visit_item", episode_id, number + 1)
    return shown(
        request,
        "item.jinja",
        found,
        2,
        status=422 if error else 200,
        instrument=instrument,
        item=instrument.items[number - 1],
        part=instrument.part(instrument.items[number - 1].part),
        number=number,
        answer=draft.answers[number - 1],
        tongue=draft.language,
        from_the_right=from_the_right(draft.language),
        error=error,
    )


def _none_here(request: Request, found: About) -> HttpResponse:
    """No answers lie here: they are stored since today, or went with the session when somebody signed out."""
    taken = screening.newest(request.actor, found.episode.id)
    if taken is not None and local_date(taken.taken_at) == found.today:
        return _to("visit_result", found.episode.id)
    return HttpResponseRedirect(f"{reverse('visit', args=[found.episode.id])}?{BEGIN_AGAIN}")


def _spoken(request: Request, instrument: Instrument, draft: Draft) -> Instrument:
    """The instrument in the language of the visit; Danish when somebody has taken words away meanwhile."""
    try:
        return in_language(request.actor, instrument, draft.language)
    except NotVisible:
        draft.language = ""
        return instrument


def _answered(draft: Draft, instrument: Instrument, number: int, text: str) -> str:
    """Keep one answer in the draft, or say what is wrong with it."""
    one: Item = instrument.items[number - 1]
    if one.kind == "text":
        draft.note = "\n".join(part for part in (draft.note, text.strip()[:1000]) if part)
        return ""
    try:
        given = parse_answers(text)
        answers = [*draft.answers[: number - 1], given[0] if len(given) == 1 else None]
        score(instrument, answers)
    except BadAnswer:
        return _("Vælg et af svarene.")
    if answers[-1] is None:
        return _("Vælg et af svarene.")
    draft.answers[number - 1] = answers[-1]
    return ""


@guarded(Action.SCREEN, methods=("GET", "POST"))
def save(request: Request, episode_id: UUID) -> HttpResponse:
    """The end of step 2: a note, and the answers are stored for good. Its form carries all of it, and can be resent."""
    actor = request.actor
    found = about(actor, episode_id)
    if request.method == "POST":
        form = SaveForm(request.POST)
        if form.is_valid():
            return _stored(request, found, form)
        return _looked_over(request, found, form, status=422)
    draft = drafts.load(request, episode_id)
    if draft is None:
        return _none_here(request, found)
    written = ",".join("" if answer is None else str(answer) for answer in draft.answers)
    initial = {"screening_id": draft.screening_id, "instrument": draft.instrument, "mode": draft.mode,
               "language": draft.language}  # fmt: skip
    return _looked_over(request, found, SaveForm(initial=initial | {"answers": written, "note": draft.note}))


def _stored(request: Request, found: About, form: SaveForm) -> HttpResponse:
    actor, said = request.actor, form.cleaned_data
    stage = found.stage(said["instrument"])
    try:
        screen.screen(
            episode=found.episode,
            screening_id=said["screening_id"],
            instrument=stage.instrument,
            answers=parse_answers(said["answers"]),
            answered_by=stage.answered_by[0],
            mode=said["mode"],
            note=said["note"].strip(),
            language=said["language"],
            by=actor,
            at=now(),
        )
    except BadAnswer as error:
        raise Refusal(error.message_da) from error
    except Refusal as refusal:
        if not (refusal.field or "").startswith("item_"):
            raise
        return _looked_over(request, found, form, status=422, refusal=refusal)
    drafts.forget(request, found.episode.id)
    return _to("visit_result", found.episode.id)


def _looked_over(
    request: Request, found: About, form: SaveForm, *, status: int = 200, refusal: Refusal | None = None
) -> HttpResponse:
    """What was answered, each with a way back to it, and what is missing."""
    instrument = instrument_of(found.stage(str(form["instrument"].value())).instrument)
    answers = _read(str(form["answers"].value() or ""))
    lines = [_line(one, answers[place] if place < len(answers) else None) for place, one in enumerate(instrument.items)]
    missing = [place for place, one in enumerate(instrument.items, start=1) if one.kind != "text"]
    missing = [place for place in missing if place > len(answers) or answers[place - 1] is None]
    return shown(
        request,
        "save.jinja",
        found,
        2,
        status=status,
        form=form,
        instrument=instrument,
        lines=lines,
        missing=missing if len(missing) > instrument.missing.allowed else [],
        refusal=refusal.message if refusal else "",
    )


def _read(text: str) -> tuple[int | None, ...]:
    try:
        return parse_answers(text)
    except BadAnswer:
        return ()


def _line(one: Item, answer: int | None) -> tuple[Item, Any]:
    labels = {option.value: option.label for option in one.options}
    return one, labels.get(answer, answer) if answer is not None else None


def _to(name: str, *args: Any) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(name, args=args))
