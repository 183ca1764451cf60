"""Whom a visit is about, which instrument it uses, and what happens next: shared by the visit's pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import NotVisible, Refusal
from brobygger.pathway.episodes import queries as episodes
from brobygger.pathway.followup import queries as followup
from brobygger.pathway.screening import queries as screening
from brobygger.pathway.screening.rules import calls_for_more, is_first_look, stages
from brobygger.programmes.running.queries import recipe_of
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Fields, Purpose
from brobygger.registry.instruments import load
from brobygger.registry.instruments.schema import Instrument
from brobygger.registry.own_instruments.queries import languages_of
from brobygger.registry.own_instruments.words_rules import name_of
from brobygger.registry.people import queries as people
from brobygger.registry.people.queries import PersonView
from brobygger.registry.recipes.schema import Recipe, Stage
from brobygger.web.shared import dates, words
from brobygger.web.shared.page import page

SHOWN = frozenset({Fields.NAME, Fields.COGNITION})
BEFORE_YES = ("asked", "screened", "consented")


@dataclass(frozen=True)
class About:
    """One episode and the person in it, as the actor may see him or her."""

    episode: Any
    person: PersonView
    recipe: Recipe
    today: date
    looked: bool  # the quick judgement has been made, and called for more

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The instruments that may be used, the proposed one first."""
        return stages(
            self.recipe, on=self.today, cognitive_impairment=self.person.cognitive_impairment, looked=self.looked
        )

    def stage(self, ref: str) -> Stage:
        """The recipe's own use of an instrument. Raises Refusal for one the recipe does not use."""
        for stage in self.stages:
            if stage.instrument == ref:
                return stage
        raise Refusal(_("Det måleredskab hører ikke til denne indsats. Begynd besøget forfra."))


def about(actor: Actor, episode_id: UUID, *, also: frozenset[Fields] = frozenset()) -> About:
    """The episode of a visit. Raises NotVisible, also where the person may not be read; the reading is logged.

    `also`: what more the page needs to know of the person.
    """
    episode = episodes.get(actor, episode_id)
    person = people.read_many(actor, [episode.person_id], purpose=Purpose.DETECTION, only=SHOWN | also).get(
        episode.person_id
    )
    if person is None:
        raise NotVisible("person")
    recipe = recipe_of(episode.programme)
    asks_twice = recipe.screening is not None and recipe.screening.first is not None
    last = screening.newest(actor, episode_id) if asks_twice else None
    return About(episode, person, recipe, local_date(now()), has_looked(recipe, last))


def has_looked(recipe: Recipe, last: Any | None) -> bool:
    """Whether the episode's last screening was the quick judgement, and called for more."""
    if last is None or not is_first_look(recipe, last.instrument):
        return False
    return calls_for_more(instrument_of(last.instrument), last.band)


def instrument_of(ref: str) -> Instrument:
    """The instrument a draft names."""
    return load.load(ref)


def tongues(actor: Actor, ref: str) -> list[tuple[str, str]]:
    """The languages an instrument can be asked in, Danish first: code and name."""
    return [("", name_of("")), *((code, name_of(code)) for code in languages_of(actor, instrument_of(ref)))]


def in_words(text: Any) -> str:
    """A recipe's or instrument's text (it has `da` and `en`) in the page's language."""
    if text is None:
        return ""
    return str(text.en if (get_language() or "da").startswith("en") else text.da)


def shown(
    request: HttpRequest, template: str, found: About, step: int, /, *, status: int = 200, **context: Any
) -> HttpResponse:
    """One page of the visit. It is never kept by the browser: what one sees is always what stands now."""
    labels = [_("Begynd"), _("Spørg"), _("Svar"), _("Ja eller nej"), _("Ønsker")]
    response = page(
        request,
        f"staff/visits/{template}",
        status=status,
        found=found,
        steps=labels if step <= len(labels) else [],
        step=step,
        in_words=in_words,
        **context,
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def what_next(actor: Actor, found: About) -> list[str]:
    """What happens next and when, in one or two sentences."""
    episode, name = found.episode, found.person.given_name
    sentences = [_where_it_stands(found, name)]
    task = followup.next_of_episodes(actor, [episode.id]).get(episode.id)
    if task is not None:
        day = dates.as_people_say(task.due, found.today, get_language() or "da")
        sentences.append(_("Opgave: %(what)s, %(day)s.") % {"what": words.task(task.kind).lower(), "day": day})
    return sentences


def _where_it_stands(found: About, name: str | None) -> str:
    episode = found.episode
    if episode.status == "lost":
        return _lost(found, name)
    if episode.status == "finished" or episode.next_step is None:
        return _("Forløbet er slut.")
    role = found.recipe.roles.get(episode.owner_role)
    who = in_words(role) if role else ""
    said = {"who": who, "what": words.step(episode.next_step).lower(), "name": name}
    if episode.due is None:
        return _("Næste skridt: %(what)s. Ansvarlig: %(who)s.") % said
    said["day"] = dates.as_people_say(episode.due, found.today, get_language() or "da")
    return _("Næste skridt: %(what)s. Ansvarlig: %(who)s, senest %(day)s.") % said


def _lost(found: About, name: str | None) -> str:
    episode = found.episode
    if episode.lost_reason == "never_again":
        return _("%(name)s bliver ikke spurgt igen. Det gælder overalt i Brobygger.") % {"name": name}
    if episode.ask_again_on:
        day = dates.as_people_say(episode.ask_again_on, found.today, get_language() or "da")
        return _("%(name)s kan spørges igen %(day)s. Det, I ved nu, er gemt.") % {"name": name, "day": day}
    if episode.lost_reason == "not_lonely":
        return _("%(name)s savner ikke samvær lige nu. Forløbet hviler. Spørg igen, hvis noget ændrer sig.") % {
            "name": name
        }
    if episode.lost_reason == "needs_other_help":
        return _("%(name)s har brug for en anden slags hjælp. En fagperson tager over.") % {"name": name}
    return _("Forløbet er stoppet her. Det, I ved nu, er gemt.")
