"""Set beside each other: who came, how content they are, and what changed, in efforts of one recipe (R296).

Only told numbers: of the newest report each effort has told (decision 012), and of answers the disclosure module shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from brobygger.insight.analyses.estimate import Estimate
from brobygger.insight.analyses.estimate import said as in_language
from brobygger.insight.comparing import content_rules
from brobygger.insight.comparing.content_rules import Content, Counts
from brobygger.insight.comparing.rules import OUTCOMES
from brobygger.insight.evaluation import queries as evaluation
from brobygger.insight.evaluation.published_rules import Figure, Numbers
from brobygger.journeys.report_words import Saying
from brobygger.pathway.measurement import file_rules
from brobygger.pathway.measurement import rounds_queries as measuring
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor


@dataclass(frozen=True)
class Row:
    """One thing that is compared, as it is read for each effort in the order given."""

    what: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Beside:
    """The rows, and the sentences under them: the difference in content, what the numbers are and are not."""

    rows: tuple[Row, ...]
    notes: tuple[str, ...]


def numbers_told(programmes: Sequence[Programme]) -> list[Numbers | None]:
    """What the newest report of each effort told; None before the first. One query for each."""
    told = [evaluation.told(each)[1] for each in programmes]
    return [each.numbers if each else None for each in told]


def efforts(
    actor: Actor, programmes: Sequence[Programme], numbers: Sequence[Numbers | None], *, language: str
) -> Beside:
    """The efforts beside each other, in the order given. numbers: as told (numbers_told). One query."""
    saying = Saying(language)
    counts = measuring.answer_counts_of(actor, programmes, "content")
    found = [content_of(counts[each.id]) for each in programmes]
    names = (_("Samvær og ensomhed (T-ILS), ændring i point"), _("Trivsel (WHO-5), ændring i point"))
    rows = [
        Row(_("Kontakt: borgere, der er begyndt"), tuple(_came(each, saying) for each in numbers)),
        Row(_("Tilfredse af dem, der svarede"), tuple(_content(each, saying) for each in found)),
        *(
            Row(name, tuple(_changed(each, outcome, saying) for each in numbers))
            for outcome, name in zip(OUTCOMES, names, strict=True)
        ),
    ]
    return Beside(tuple(rows), _notes(programmes, found, saying))


def content_of(counts: Counts) -> Content | None:
    """The newest year that may be told of the question how content users are."""
    return content_rules.newest(counts, file_rules.CONTENT)


def content_in_words(content: Content | None, language: str) -> str:
    """A sentence with the number, its uncertainty, what it is and what it is not."""
    if content is None:
        return _("For få har svaret til at vise, hvor mange der er tilfredse.")
    said = _content(content, Saying(language))
    share = content.share
    return f"{said}. {in_language(share.definition, language)} {in_language(share.caveat, language)}"


def _came(numbers: Numbers | None, saying: Saying) -> str:
    return _untold() if numbers is None else saying.counted(numbers.box.started).text


def _content(content: Content | None, saying: Saying) -> str:
    if content is None:
        return _("ikke spurgt, eller for få svar")
    return _("%(share)s %% (%(limits)s) af %(n)s svar i %(year)s") % {
        "share": saying.number(_hundred(content.share.value), 0), "limits": _limits(content.share, saying),
        "n": saying.count(content.answered), "year": content.year,
    }  # fmt: skip


def _changed(numbers: Numbers | None, outcome: str, saying: Saying) -> str:
    if numbers is None:
        return _untold()
    change = next((each for each in numbers.changes if each.outcome == outcome), None)
    if change is None or change.mean_change is None:
        return _("for få er målt før og efter")
    limits = saying.interval(change.change) if isinstance(change.change, Figure) else ""
    said = saying.number(change.mean_change) + (f" ({limits})" if limits else "")
    return _("%(change)s, %(n)s borgere") % {"change": said, "n": saying.people(change.people)}


def _untold() -> str:
    return _("ingen rapport endnu")


def _notes(programmes: Sequence[Programme], found: Sequence[Content | None], saying: Saying) -> tuple[str, ...]:
    notes = [_("Antal og ændringer er fra den nyeste rapport hvert sted. En ændring før og efter viser ikke årsag.")]
    known = [(each.name, content) for each, content in zip(programmes, found, strict=True) if content]
    if not known:
        return tuple(notes)
    meaning = known[0][1].share
    notes.append(f"{in_language(meaning.definition, saying.language)} {in_language(meaning.caveat, saying.language)}")
    if len(known) == 2:
        (one, first), (other, second) = known
        apart = content_rules.difference(first, second)
        notes.append(
            _("Tilfredse: %(one)s minus %(other)s er %(points)s procentpoint (%(limits)s).") % {
                "one": one, "other": other, "points": saying.number(_hundred(apart.value), 0),
                "limits": _limits(apart, saying),
            } + f" {in_language(apart.caveat, saying.language)}"
        )  # fmt: skip
    return tuple(notes)


def _limits(found: Estimate, saying: Saying) -> str:
    return _("fra %(low)s til %(high)s") % {
        "low": saying.number(_hundred(found.low), 0), "high": saying.number(_hundred(found.high), 0),
    }  # fmt: skip


def _hundred(share: float | None) -> float | None:
    return None if share is None else round(100 * share) + 0.0
