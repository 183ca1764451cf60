"""Which text and which channel brought whom: participants beside volunteers, with how many we know of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from brobygger.communities.directory import sign_ups
from brobygger.communities.directory.writing_rules import plain_channel
from brobygger.communities.reach import queries
from brobygger.communities.volunteers import joining
from brobygger.pathway.occasions import queries as occasions
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.page import page

FEW = 20  # answers: fewer, and the difference between two ways may be chance
# One word for a way, what participants call it, and what volunteers do.
WAYS: tuple[tuple[str, Any, tuple[str, ...], tuple[str, ...]], ...] = (
    ("mouth", _("Mund til mund: familie, naboer, venner og kolleger"), ("relative", "neighbour"),
     ("friend", "colleague", "retired")),
    ("poster", _("Plakat, løbeseddel eller folder"), ("poster",), ("poster",)),
    ("paper", _("Lokalavisen"), ("local_paper",), ("paper",)),
    ("radio", _("Radio eller tv"), ("radio_tv",), ("radio",)),
    ("web", _("Nettet og sociale medier"), ("web",), ("web",)),
    ("letter", _("Brev"), ("letter",), ()),
    ("occasion", _("Et arrangement, en temadag eller en aften"), ("occasion",), ("event", "evening")),
    ("staff", _("Hjemmeplejen, lægen, apoteket eller et forebyggende besøg"),
     ("home_care", "preventive_visit", "doctor", "pharmacy"), ()),
    ("association", _("En forening eller kirken"), ("association", "church"), ()),
    ("school", _("Højskole, uddannelse eller sprogskole"), (), ("school",)),
    ("other", _("Andet"), ("other",), ("other",)),
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One way or one text: participants who heard, and came; volunteers who wrote, and became one."""

    name: Any
    heard: int = 0
    came: int = 0
    wrote: int = 0
    became: int = 0

    @property
    def any(self) -> int:
        return self.heard + self.wrote


@guarded(Action.SEE_PROGRAMME)
def brought(request: Request) -> HttpResponse:
    """Both on one page. A participant who heard in two ways counts in both; a volunteer has told of one."""
    actor = request.actor
    everybody, known = occasions.asked_where(actor)
    ways = _ways(actor)
    volunteers = sum(one.wrote for one in ways)
    return page(
        request, "staff/reach/brought.jinja", ways=ways, texts=_texts(actor), everybody=everybody, known=known,
        unknown=everybody - known, volunteers=volunteers, few=known < FEW or volunteers < FEW, least=FEW,
    )  # fmt: skip


def _ways(actor: Actor) -> list[Row]:
    groups = {code: group for group, _name, codes, _theirs in WAYS for code in codes}
    heard = occasions.heard_anywhere(actor, groups)
    wrote = {channel: (came, became) for channel, came, became in joining.by_channel(actor)}
    rows = [
        Row(
            name, heard[group].heard if group in heard else 0, heard[group].came if group in heard else 0,
            sum(wrote.get(code, (0, 0))[0] for code in theirs), sum(wrote.get(code, (0, 0))[1] for code in theirs),
        )
        for group, name, _codes, theirs in WAYS
    ]  # fmt: skip
    return sorted(rows, key=lambda one: -one.any)


def _texts(actor: Actor) -> list[Row]:
    """Each text that hung or was said, by its own name: who wrote by its code, and volunteers who named it."""
    names = queries.codes(actor)
    found: dict[str, list[int]] = {}
    for code, helps, wrote, joined in sign_ups.by_channel_for(actor):
        counts = found.setdefault(names.get(code, code.replace("-", " ")), [0, 0, 0, 0])
        counts[2 if helps else 0] += wrote
        counts[3 if helps else 1] += joined
    for note, came, became in joining.by_note(actor):
        counts = found.setdefault(names.get(plain_channel(note), note), [0, 0, 0, 0])
        counts[2] += came
        counts[3] += became
    return sorted((Row(name, *counts) for name, counts in found.items()), key=lambda one: -one.any)
