"""The search page, the page of one offer, and both in other shapes: a map, the coming week, paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.communities.directory import queries
from brobygger.communities.directory.day_rules import week_from
from brobygger.communities.directory.queries import MOST_FOUND, Found, Shown
from brobygger.communities.offers.other_words import PLAIN
from brobygger.communities.reach.films import seen_by_anybody
from brobygger.communities.reach.queries import told_to_anybody
from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.registry.wording.told import Fact
from brobygger.web.public.find import asking, telling
from brobygger.web.public.find.asking import ON_A_MAP, ON_A_PAGE, Question
from brobygger.web.public.find.picture import drawn
from brobygger.web.public.limits import anybodys
from brobygger.web.shared import words

# What people come for, and the words that find it (screens.md: six large choices).
CHOICES = (
    (gettext_lazy("Spise sammen"), "spise sammen"),
    (gettext_lazy("Gå en tur"), "gåtur"),
    (gettext_lazy("Synge"), "synge"),
    (gettext_lazy("Bruge hænderne"), "bruge hænderne"),
    (gettext_lazy("Få besøg"), "besøgsven"),
    (gettext_lazy("Lære noget"), "kursus"),
)


@dataclass(frozen=True)
class Day:
    """One day of the coming week and what is held on it."""

    day: date
    cards: list[telling.Card]


@anybodys()
def find(request: HttpRequest) -> HttpResponse:
    """Search, filters and hits, all from the address: ?q= words, ?naer= a place, and the filters (asking.read)."""
    question = asking.read(request.GET)
    today = local_date(now())
    many = ON_A_PAGE if question.view == "liste" else ON_A_MAP
    found = queries.search(question.text, question.wanted(), on=today, first=(question.page - 1) * many, many=many)
    shown = queries.shown(found.hits)
    cards = [telling.card(one, today) for one in shown]
    return render(
        request,
        "public/find/find.jinja",
        {
            "question": question, "cards": cards, "total": found.total, "today": today,
            "said": _said(question, found), "fields": _fields(question), "choices": CHOICES,
            **_as(question, shown, cards, today),
            "more": question.page * many < min(found.total, asking.LAST_PAGE * many),
            "views": [(code, label, question.address(view=code, page=1)) for code, label in asking.VIEWS.items()],
        },
    )  # fmt: skip


def _as(question: Question, shown: list[Shown], cards: list[telling.Card], today: date) -> dict[str, Any]:
    """What only the chosen view needs."""
    if question.view == "kort":
        title = _("Kort med %(count)s steder. Listen under kortet har de samme numre.") % {"count": len(shown)}
        return {"picture": drawn(shown, question.near, title=title, here=_("Her")), "week": [], "undated": []}
    if question.view == "kalender":
        days = [
            Day(day, [card for card, one in zip(cards, shown, strict=True) if day.weekday() in one.offer.weekdays])
            for day in week_from(today)
        ]
        undated = [card for card, one in zip(cards, shown, strict=True) if not one.offer.weekdays]
        return {"week": [day for day in days if day.cards], "undated": undated, "picture": None}
    return {"picture": None, "week": [], "undated": []}


def _said(question: Question, found: Found) -> str:
    """What was found, as a sentence."""
    count = {"count": found.total}
    if found.unmeant and found.total:
        if question.place or question.filters:
            return _("Vi forstod ikke ordet, du skrev. Her er %(count)s uden det.") % count
        return _("Vi forstod ikke ordet, du skrev. Her er alle steder.")
    if question.place and question.near is None:
        return _("Vi fandt %(count)s. Vi kender ikke stedet, du skrev, så her er hele listen.") % count
    if not found.total:
        return _("Vi fandt ikke noget, der passer.")
    if found.loosely:
        return _("Ingen passer helt. Her er %(count)s, der minder om det.") % count
    if found.total == 1:
        return _("Vi fandt 1, der passer.")
    if found.total > MOST_FOUND and question.text:
        return _("Vi fandt mere end %(count)s, der passer.") % {"count": MOST_FOUND}
    if not question.asked:
        return _("%(count)s steder at høre til") % count
    return _("Vi fandt %(count)s, der passer.") % count


def _fields(question: Question) -> dict[str, Any]:
    """The filters with what can be chosen and what is."""
    return {
        "days": [(number, label, number in question.days) for number, label in enumerate(asking.DAYS)],
        "distances": asking.DISTANCES,
        "prices": asking.PRICES,
        "walks": asking.WALKS,
        "needs": [(code, label, code in question.needs) for code, (_name, label) in asking.NEEDS.items()],
        "only": [(code, label) for code, (_sex, label) in asking.ONLY.items()],
        "kinds": [(code, str(label).capitalize(), code in question.kinds) for code, label in words.OFFER_KINDS.items()],
        "languages": [(name, name) for name in queries.languages()],
        "age_groups": asking.AGES.items(),
        "interventions": asking.EFFORTS.items(),
        "strategies": asking.WAYS.items(),
    }


@anybodys()
def offer(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """One offer: what, when, where, who receives you, what to bring, how to get there, and how fresh this is."""
    today = local_date(now())
    found = shown_or_404(offer_id)
    facts = found.offer
    return render(
        request,
        "public/find/offer.jinja",
        {
            "card": telling.card(found, today, short=False), "offer": facts, "national": found.national,
            "owner": facts.organisation.name if facts.organisation else "", "today": today,
            "next_dates": telling.next_dates(facts, today), "access": telling.accessibility(facts),
            "met_by": telling.told_in_text(facts, Fact.CONTACT), "bring": telling.told_in_text(facts, Fact.DRESS),
            "way": telling.told_in_text(facts, Fact.TRANSPORT),
            "strategies": [asking.WAYS[code] for code in facts.strategies if code in asking.WAYS],
            "research": telling.research(facts) if found.national else [],
            "map_link": telling.map_link(facts), "channel": asking.channel_of(request.GET),
            "back": _back(request), "stories": told_to_anybody(offer_id),
            "films": seen_by_anybody(offer_id=offer_id, most=3),
            "plain": facts.description.get(PLAIN, ""), "told_in": telling.told_in(facts),
        },
    )  # fmt: skip


def _back(request: HttpRequest) -> str:
    """The search the reader came from, so that going back keeps it; the empty one for who came from elsewhere."""
    search = reverse("find")
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc == request.get_host() and came_from.path == search and came_from.query:
        return f"{search}?{came_from.query}"
    return search


def shown_or_404(offer_id: UUID) -> Shown:
    """The published offer; one that is not published is answered like one that does not exist."""
    try:
        return queries.one_shown(offer_id)
    except NotVisible:
        raise Http404 from None
