"""The day that the phone takes along: the visits, as little as the visit needs, and the key to keep them under."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import get_language

from brobygger.foundation.kernel.clock import DENMARK, local_date, now
from brobygger.foundation.kernel.secrecy import blind, phone_key
from brobygger.pathway.detection import queries as detection
from brobygger.pathway.episodes import queries as episodes
from brobygger.pathway.episodes.rules import reasons_at
from brobygger.pathway.screening.rules import stages
from brobygger.programmes.running.queries import recipe_of
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Fields, Purpose
from brobygger.registry.instruments.schema import Instrument, Item
from brobygger.registry.own_instruments.queries import all_spoken
from brobygger.registry.own_instruments.words_rules import from_the_right, name_of
from brobygger.registry.people import queries as people
from brobygger.registry.people.purposes import CONSENT_TEXT, DEFAULT_DAYS, ConsentPurpose
from brobygger.web.shared import dates, words
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.staff.my_day.day import AT_MOST, WAITING_SHOWN, waiting_for
from brobygger.web.staff.offline import pocket
from brobygger.web.staff.visits.about import BEFORE_YES, in_words, instrument_of
from brobygger.web.staff.visits.forms import SAID_AT_THE_DOOR

COOKIE = "paa_telefonen"  # one half of the key; the browser forgets it by itself
SHOWN = frozenset({Fields.NAME, Fields.ADDRESS, Fields.COGNITION})
OLDEST_DAYS = 60  # answers that lie longer are opened by nobody but the phone's owner and the office together


@guarded(Action.SCREEN)
def offline_day(request: Request) -> HttpResponse:
    """Today's visits and whoever waits to be asked, with the halves of the key. `?dage=`: other days to open too."""
    actor: Actor = request.actor
    today = local_date(now())
    keys = {day.isoformat(): _halves(actor, day) for day in {today, *_asked_for(request, today)}}
    places = pocket.places(actor, today)
    visits = _visits(actor, now(), places)
    told = {
        "owner": blind(f"phone:{actor.user_id}", municipality_id=actor.municipality_id)[:32],
        "day": today.isoformat(),
        "keys": keys,
        "seconds": settings.SESSION_COOKIE_AGE,
        "csrf": get_token(request),
        "visits": visits,
        "offers": pocket.told(places, {offer for one in visits for offer, _far in one["near"]}),
        "consent": _consent_text(actor, today),
    }
    response = JsonResponse(told)
    response.headers["Cache-Control"] = "no-store"
    response.set_cookie(
        COOKIE,
        f"{today.isoformat()}.{keys[today.isoformat()][1]}",
        max_age=settings.SESSION_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Strict",  # read by the page's own script, so not HttpOnly; alone it opens nothing
    )
    return response


def _halves(actor: Actor, day: date) -> tuple[str, str]:
    if actor.user_id is None:
        raise ValueError("the system has no phone")
    return phone_key(municipality_id=actor.municipality_id, user_id=actor.user_id, day=day)


def _asked_for(request: Request, today: date) -> set[date]:
    """Days of answers that still lie on the phone; what is not a day of the last weeks is left out."""
    days = set()
    for text in request.GET.get("dage", "")[:1000].split(","):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            continue
        if timedelta() <= today - day <= timedelta(days=OLDEST_DAYS):
            days.add(day)
    return days


def _visits(actor: Actor, at: datetime, places: list[pocket.Place]) -> list[dict[str, Any]]:
    today = local_date(at)
    planned = {row.episode_id: row for row in detection.visits_planned(actor, first=today, last=today, limit=AT_MOST)}
    waiting = [row.id for row in waiting_for(actor) if row.id not in planned][:WAITING_SHOWN]
    found = episodes.by_ids(actor, [*planned, *waiting])
    seen = people.read_many(
        actor, [one.person_id for one in found.values()], purpose=Purpose.DETECTION, only=SHOWN, at=at
    )
    called = [found[one].person_id for one, row in planned.items() if row.mode == "phone" and one in found]
    numbers = people.read_many(actor, called, purpose=Purpose.DETECTION, only={Fields.CONTACT}, at=at) if called else {}
    known: Tongues = {}
    in_tongues = partial(_tongues, actor, known)
    return [
        _visit(found[one], seen[found[one].person_id], planned.get(one), today, places, in_tongues)
        | {"phone": number.phone if (number := numbers.get(found[one].person_id)) else ""}
        for one in [*planned, *waiting]
        if one in found and found[one].person_id in seen and _can_be_held(found[one])
    ]


def _can_be_held(episode: Any) -> bool:
    return episode.status == "active" and episode.next_step in BEFORE_YES


Tongues = dict[str, list[dict[str, Any]]]  # by instrument: looked up once a day, not once a visit


def _tongues(actor: Actor, found: Tongues, instrument: Instrument) -> list[dict[str, Any]]:
    """The instrument in every language it can be asked in, to choose among when the visit begins."""
    if instrument.ref not in found:
        found[instrument.ref] = _spoken(actor, instrument)
    return found[instrument.ref]


def _spoken(actor: Actor, instrument: Instrument) -> list[dict[str, Any]]:
    return [
        {
            "code": code,
            "name": name_of(code),
            "dir": "rtl" if from_the_right(code) else "ltr",
            "opener": spoken.opener.da,
            "items": [_item(one, spoken) for one in spoken.items],
        }
        for code, spoken in all_spoken(actor, instrument)
    ]


def _visit(
    episode: Any,
    person: Any,
    planned: Any,
    today: date,
    places: list[pocket.Place],
    tongues: Callable[[Instrument], Any],
) -> dict[str, Any]:
    recipe = recipe_of(episode.programme)
    usable = stages(recipe, on=today, cognitive_impairment=person.cognitive_impairment, looked=False)
    stage = usable[0] if usable else None
    instrument = instrument_of(stage.instrument) if stage else None
    asks_person = stage is not None and stage.answered_by[0] == "person"
    asks = recipe.screening.opener if recipe.screening and asks_person else None
    place = " ".join(part for part in (person.postcode, person.city) if part)
    return {
        "episode": str(episode.id),
        "name": person.name,
        "address": ", ".join(part for part in (person.address, place) if part),
        "when": dates.clock(planned.planned_at.astimezone(DENMARK).time(), get_language() or "da") if planned else "",
        "programme": episode.programme.name,
        "mode": planned.mode if planned else "",
        "hint": in_words(asks),
        "opener": in_words(instrument.opener) if instrument else "",
        "instrument": stage.instrument if stage else "",
        "items": [_item(one, instrument) for one in instrument.items] if instrument else [],
        "tongues": tongues(instrument) if instrument and asks_person else [],
        "reasons": _reasons(episode.next_step),
        "near": pocket.near(person, places),
    }


def _item(item: Item, instrument: Instrument) -> dict[str, Any]:
    part = instrument.part(item.part)
    return {
        "part": in_words(part.title) if part else "",
        "text": in_words(item.text),
        "kind": item.kind,
        "options": [[option.value, in_words(option.label)] for option in item.options],
        "highest": item.highest,
    }


def _reasons(step: str) -> list[tuple[str, str]]:
    """Why somebody says no, of those that fit wherever the person stands after the answers."""
    possible = {one.code for one in reasons_at(step)} & {one.code for one in reasons_at("consented")}
    return [(code, str(words.reason(code))) for code in SAID_AT_THE_DOOR if code in possible]


def _consent_text(actor: Actor, today: date) -> str:
    """What the person says yes to, as the page with coverage has it."""
    context = {"municipality": actor.municipality_name, "until": today + timedelta(days=DEFAULT_DAYS)}
    return render_to_string(f"consent/{CONSENT_TEXT[ConsentPurpose.PARTICIPATION]}.jinja", context)
