"""A person's page: who it is, the bridge, the next step, and six tabs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.pathway.episodes import queries as episodes
from brobygger.pathway.followup import queries as followup
from brobygger.pathway.matching import queries as matching
from brobygger.pathway.measurement import queries as measurement
from brobygger.pathway.measurement import rounds_queries as measured
from brobygger.pathway.referrals import asking
from brobygger.pathway.referrals import queries as referrals
from brobygger.pathway.screening import queries as screening
from brobygger.programmes.running.queries import recipe_of
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Fields, Purpose, may, readable
from brobygger.registry.access.queries import names_of
from brobygger.registry.people import queries as persons
from brobygger.web.shared import group_words, words
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.page import page
from brobygger.web.staff.matching.reasons import wishes_in_words
from brobygger.web.staff.people import scores, steps
from brobygger.web.staff.people.bridge import stones
from brobygger.web.staff.people.forms import SENSES
from brobygger.web.staff.people.next_step import next_step
from brobygger.web.staff.tasks import cards

# Each tab reads what it shows and no more: the first group is what it takes to see the tab at all.
TABS: dict[str, tuple[Any, tuple[Fields, ...]]] = {
    "oensker": (gettext_lazy("Ønsker"), (Fields.WISHES,)),
    "forloeb": (gettext_lazy("Forløb"), (Fields.EPISODES,)),
    "kontakt": (
        gettext_lazy("Kontakt"),
        (
            Fields.CONTACT,
            Fields.CPR,
            Fields.HOUSEHOLD,
            Fields.CARE,
            Fields.WALKING,
            Fields.SENSES,
            Fields.COGNITION,
            Fields.RELATIVES,
        ),
    ),
    "maalinger": (gettext_lazy("Målinger"), (Fields.MEASUREMENTS,)),
    "samtykker": (gettext_lazy("Samtykker"), (Fields.CONSENTS,)),
    "historik": (gettext_lazy("Historik"), (Fields.EPISODES,)),
}
ALWAYS = {Fields.NAME, Fields.AGE, Fields.ADDRESS, Fields.CONTACT, Fields.EPISODES, Fields.SCREENING}


@guarded(Action.READ_PERSON)
def person(request: Request, person_id: UUID) -> HttpResponse:
    """?fane= the tab. What the reader may not see is not there at all."""
    actor: Actor = request.actor
    today = local_date(now())
    may_see = readable(role=actor.role, scope=actor.scope, purpose=Purpose.BRIDGING)
    tabs = {key: title for key, (title, groups) in TABS.items() if groups[0] in may_see}
    chosen = request.GET.get("fane", "")
    tab = chosen if chosen in tabs else next(iter(tabs), "")
    view = persons.read(actor, person_id, purpose=Purpose.BRIDGING, only={*ALWAYS, *(TABS[tab][1] if tab else ())})
    sees_way = view.sees(Fields.EPISODES)
    all_episodes = list(episodes.of_person(actor, person_id)) if sees_way else []
    newest = next((each for each in all_episodes if each.status == "active"), None) or next(iter(all_episodes), None)
    moves = list(episodes.moves_of_person(actor, person_id)) if sees_way else []
    who = names_of(actor, [*(move.by_user_id for move in moves), *(each.owner_user_id for each in all_episodes)])
    line = [move for move in moves if newest and move.episode_id == newest.id]
    colour = screening.colours(actor, [newest.id]).get(newest.id) if newest and view.sees(Fields.SCREENING) else None
    context: dict[str, Any] = {
        "person": view,
        "episode": newest,
        "episodes": all_episodes,
        "colour": colour,
        "stones": stones(newest, line, who) if newest else [],
        "next_step": next_step(actor, person=view, episode=newest, names=who, on=today) if sees_way else None,
        "owner": ((newest.owner_user_id and who.get(newest.owner_user_id)) or steps.role_of(newest)) if newest else "",
        "tabs": [(title, f"?fane={key}", key == tab, None) for key, title in tabs.items()],
        "tab": tab,
        "may_refer": may(actor.role, Action.REFER),
        "paper": _asks_on_paper(newest),
        "may_close": may(actor.role, Action.CLOSE_EPISODE),
        "may_pair": may(actor.role, Action.MATCH_WAITING),
        "may_be_contacted": persons.may_be_contacted(view),
        "may_talk": may(actor.role, Action.MAP_WISHES),
    }
    more = _TAB[tab](actor, view, newest, all_episodes, moves, who) if tab else {}
    return page(request, "staff/people/person.jinja", **context, **more)


def _asks_on_paper(newest: Any) -> bool:
    """Whether there is a sheet with questions to take along: somebody is to ask, and the recipe asks something."""
    waits = newest is not None and newest.status == "active" and newest.next_step in ("asked", "screened")
    return waits and recipe_of(newest.programme).screening is not None


def _wishes(actor: Actor, view: Any, newest: Any, *_rest: Any) -> dict[str, Any]:
    wishes = matching.newest(actor, newest.id) if newest else None
    return {"wishes": wishes, "wishes_said": wishes_in_words(wishes) if wishes else []}


def _way(actor: Actor, view: Any, newest: Any, *_rest: Any) -> dict[str, Any]:
    tasks = [
        (cards.what(task), cards.why(task, view), words.said(words.ROLES, task.role), task.due)
        for task in followup.of_person(actor, view.id)[:20]
    ]
    finished = list(followup.finished_of_person(actor, view.id)[:10])
    by = names_of(actor, [task.done_by_id for task in finished])
    done = [
        (
            cards.what(task),
            words.said(words.TASK_OUTCOMES, task.outcome),
            task.note,
            task.done_by_id and by.get(task.done_by_id, ""),
            task.done_at,
        )
        for task in finished
    ]
    return {
        "tasks": tasks,
        "done": done,
        "referrals": list(referrals.of_person(actor, view.id)[:20]),
        "payers": group_words.PAYS,
        "asks": asking.asks_of_person(actor, view.id),
        "passed_on": asking.passed_on(actor, view.id),
    }


def _contact(actor: Actor, view: Any, *_rest: Any) -> dict[str, Any]:
    relatives = list(persons.relatives_of(actor, view.id)) if view.sees(Fields.RELATIVES) else None
    may_wish = may(actor.role, Action.WISH_BACKGROUND)
    return {"relatives": relatives, "facts": _facts(view), "may_wish_background": may_wish}


def _facts(view: Any) -> list[tuple[str, str]]:
    """What is known, in words; a group the reader may not see is left out, and so is what nobody knows."""
    told = [
        (Fields.CPR, _("CPR-nummer"), view.cpr_masked),
        (Fields.AGE, _("Køn"), words.said(words.SEXES, view.sex)),
        (Fields.HOUSEHOLD, _("Husstand"), words.said(words.HOUSEHOLDS, view.household)),
        (Fields.HOUSEHOLD, _("Bolig"), words.said(words.HOUSINGS, view.housing)),
        (Fields.HOUSEHOLD, _("Civilstand"), words.said(words.CIVIL_STATUSES, view.civil_status)),
        (Fields.CARE, _("Hjemmehjælp"), _hours(view.home_help_hours)),
        (Fields.CARE, _("Personlig pleje"), _yes_no(view.personal_care)),
        (Fields.WALKING, _("Går"), _("%s meter") % view.walks_m if view.walks_m is not None else None),
        (Fields.WALKING, _("Hjælpemiddel"), words.said(words.WALKING_AIDS, view.walking_aid)),
        (Fields.SENSES, _("Hørelse"), words.said(SENSES, view.hearing)),
        (Fields.SENSES, _("Syn"), words.said(SENSES, view.sight)),
        (Fields.SENSES, _("Sprog"), ", ".join(view.languages or ())),
        (Fields.COGNITION, _("Svært ved at huske eller forstå"), _yes_no(view.cognitive_impairment)),
    ]
    return [(label, value) for group, label, value in told if view.sees(group) and value and value != "–"]


def _hours(hours: Any) -> str | None:
    if hours is None:
        return None
    return _("%s timer om ugen") % f"{float(hours):g}".replace(".", ",")


def _yes_no(value: bool | None) -> str | None:
    return None if value is None else _("ja") if value else _("nej")


def _measurements(actor: Actor, view: Any, *_rest: Any) -> dict[str, Any]:
    rounds = list(measurement.of_person(actor, view.id))
    screenings = list(screening.of_person(actor, view.id)) if view.sees(Fields.SCREENING) else []
    brought = screening.brought_of_person(actor, view.id) if view.sees(Fields.SCREENING) else []
    return {
        "scores": scores.rows(screenings, rounds, brought),
        "care_record": may(actor.role, Action.CARE_RECORD),
        "figures": scores.figures(screenings, rounds),
        "in_turn": screenings[0].id if screenings and may(actor.role, Action.SCREEN) else None,
        "open_rounds": [each for each in rounds if each.status == "planned"],
        "titles": scores.titles(rounds),
        "body_tests": [
            (each.taken_on, *scores.of_the_body(each.test, each.value))
            for each in measured.tests_of_person(actor, view.id)[:50]
        ],
    }


def _consents(actor: Actor, view: Any, *_rest: Any) -> dict[str, Any]:
    given = persons.consents_of(actor, view.id)
    return {"consents": [(each, ", ".join(str(words.FIELDS[group]) for group in each.data)) for each in given]}


def _history(actor: Actor, view: Any, newest: Any, all_episodes: Any, moves: Any, who: Any) -> dict[str, Any]:
    programmes = {each.id: each.programme.name for each in all_episodes}
    several = len(programmes) > 1
    history = [
        (move.at, _said(move), who.get(move.by_user_id, ""), programmes.get(move.episode_id, "") if several else "")
        for move in sorted(moves, key=lambda move: (move.at, move.number), reverse=True)
    ]
    return {"history": history}


def _said(move: Any) -> str:
    step = words.step(move.step)
    if move.kind == "lost":
        return _("Stoppede før «%(step)s»: %(reason)s") % {"step": step, "reason": words.reason(move.reason)}
    if move.kind == "returned":
        return _("Er med igen fra «%(step)s»") % {"step": step}
    return _("Nåede «%(step)s»") % {"step": step}


_TAB = {
    "oensker": _wishes,
    "forloeb": _way,
    "kontakt": _contact,
    "maalinger": _measurements,
    "samtykker": _consents,
    "historik": _history,
}


def address(person_id: UUID, tab: str = "") -> str:
    """A person's page, at a tab."""
    return reverse("person", args=[person_id]) + (f"?fane={tab}" if tab else "")
