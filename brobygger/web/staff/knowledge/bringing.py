"""Results from a file: what it would do, then all of it or nothing; and what has been brought in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.insight.analyses.comparison_rules import two_shares
from brobygger.insight.analyses.estimate import said as in_language
from brobygger.insight.disclosure import rules as disclosure
from brobygger.insight.disclosure.rules import THRESHOLD
from brobygger.journeys import bring_results, set_beside
from brobygger.journeys.report_words import Saying
from brobygger.pathway.measurement import file_rules
from brobygger.pathway.measurement import rounds_queries as queries
from brobygger.programmes.running import queries as running
from brobygger.registry.access.policy import Action
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.jinja import language
from brobygger.web.shared.page import page
from brobygger.web.staff.knowledge import forms, said

# In addresses: what a file is about.
ABOUT = {"krop": "body", "brugere": "answers", "tilfredse": "content"}
PROBLEMS_SHOWN = 50


@guarded(Action.IMPORT_RESULTS)
def results(request: Request, programme_id: UUID) -> HttpResponse:
    """What has been brought in, with small numbers hidden, and two ways to bring more."""
    actor = request.actor
    programme = running.get(actor, programme_id)
    changes = queries.body_changes(actor, programme)
    counts = queries.answer_counts(actor, programme, "answers")
    content = queries.answer_counts(actor, programme, "content")
    return page(
        request,
        "staff/knowledge/results.jinja",
        programme=programme,
        body=[
            (_name(one.test), _counted(one.persons), _counted(one.results), _change(changes.get(one.test, [])))
            for one in queries.body_tests(actor, programme)
        ],
        alone=[said.ALONE[code] for code in file_rules.ALONE],
        answers=_answers(counts, file_rules.ALONE),
        content_codes=[said.CONTENT[code] for code in file_rules.CONTENT],
        content=_answers(content, file_rules.CONTENT),
        content_said=set_beside.content_in_words(set_beside.content_of(content), language()),
        compared=_compared(counts),
        files=list(queries.score_files(actor, programme)[:20]),
    )


@guarded(Action.IMPORT_RESULTS, methods=("GET", "POST"))
def upload(request: Request, programme_id: UUID, of_what: str) -> HttpResponse:
    """Choose a file; one with errors is not kept, and every error is told with its line."""
    actor = request.actor
    programme = running.get(actor, programme_id)
    if of_what not in ABOUT:
        raise NotVisible("kind")
    form = forms.FileForm(request.POST or None, request.FILES or None)
    problems: Any = ()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        if file.size > file_rules.MAX_BYTES:
            form.add_error("file", _("Filen er for stor. Del den i mindre filer."))
        else:
            kept, seen = bring_results.stage(
                programme=programme, kind=ABOUT[of_what], file_name=file.name, content=file.read(), by=actor, at=now()
            )
            if kept is not None:
                return HttpResponseRedirect(reverse("results_file", args=[kept.id]))
            problems = seen.problems
    status = 422 if request.method == "POST" else 200
    return page(
        request, "staff/knowledge/results_upload.jinja", status=status, programme=programme, form=form,
        about=ABOUT[of_what], of_what=of_what, problems=[one.sentence() for one in problems[:PROBLEMS_SHOWN]],
        problems_total=len(problems),
        tests=[(key, *one.in_language(language())) for key, one in file_rules.BODY_TESTS.items()],
    )  # fmt: skip


@guarded(Action.IMPORT_RESULTS)
def preview(request: Request, score_file_id: UUID) -> HttpResponse:
    """What the file would store."""
    actor = request.actor
    kept = queries.score_file(actor, score_file_id)
    if kept.stored_at is not None:
        return HttpResponseRedirect(reverse("results", args=[kept.programme_id]))
    seen = bring_results.preview(
        programme=kept.programme, kind=kept.kind, content=bring_results.content_of(kept), by=actor, at=now()
    )
    tests: dict[str, int] = {}
    for row in seen.body:
        tests[row.test] = tests.get(row.test, 0) + 1
    years: dict[tuple[int, str], int] = {}
    for one in seen.answers:
        years[one.year, one.place] = years.get((one.year, one.place), 0) + one.persons
    return page(
        request, "staff/knowledge/results_file.jinja", programme=kept.programme, kept=kept,
        problems=[one.sentence() for one in seen.problems[:PROBLEMS_SHOWN]],
        tests=[(_name(test), n) for test, n in tests.items()], persons=len(set(seen.persons.values())),
        years=[(str(year), place or _("hele kommunen"), n) for (year, place), n in sorted(years.items())],
    )  # fmt: skip


@guarded(Action.IMPORT_RESULTS, methods=("POST",))
def store(request: Request, score_file_id: UUID) -> HttpResponse:
    """Store all of it."""
    kept = queries.score_file(request.actor, score_file_id)
    number = bring_results.store(score_file=kept, by=request.actor, at=now())
    return done(
        request, _("%(n)s nye linjer er læst ind.") % {"n": number}, reverse("results", args=[kept.programme_id])
    )


def _name(test: str) -> str:
    return file_rules.BODY_TESTS[test].in_language(language())[0]


def _counted(number: int) -> str:
    return _("under 5") if disclosure.small(number) else str(number)


def _change(pairs: list[tuple[float, float]]) -> str:
    """Mean of first and of last result, from ten persons with both (as intervals in a report)."""
    if len(pairs) < 2 * THRESHOLD:
        return _("vises fra ti borgere med to målinger")
    saying = Saying(language())
    first, last = (sum(pair[place] for pair in pairs) / len(pairs) for place in (0, 1))
    return _("fra %(first)s til %(last)s (%(n)s borgere)") % {
        "first": saying.number(first), "last": saying.number(last), "n": len(pairs),
    }  # fmt: skip


def _answers(
    counts: dict[tuple[str, int], dict[str, int]], codes: tuple[str, ...]
) -> list[tuple[str, str, list[str], int | None]]:
    """A line for each place and year, with complementary hiding inside the line."""
    lines = []
    for (place, year), answers in counts.items():
        table = disclosure.one_way({code: answers.get(code, 0) for code in codes})
        cells = [_("skjult") if table.shown[code] is None else str(table.shown[code]) for code in codes]
        lines.append((place or _("Hele kommunen"), str(year), cells, table.total))
    return lines


def _compared(counts: dict[tuple[str, int], dict[str, int]]) -> list[str]:
    """For each place: the share who are often alone against their will, the first year and the last."""
    saying, sentences = Saying(language()), []
    for place in dict.fromkeys(place for place, _year in counts):
        years = [year for each, year in counts if each == place]
        shown = []
        for year in (min(years), max(years)):
            answers = counts[place, year]
            table = disclosure.one_way({code: answers.get(code, 0) for code in file_rules.ALONE})
            shown.append((year, table.shown["often"], table.total))
        (first, before, of_before), (last, after, of_after) = shown
        values = {"place": place or _("Hele kommunen"), "first": first, "last": last}
        if first == last:
            sentences.append(_("%(place)s: der er kun tal fra %(first)s, så der er intet at sammenligne.") % values)
        elif before is None or after is None or not of_before or not of_after:
            sentences.append(_("%(place)s: for få svarede »ofte« til at sammenligne årene.") % values)
        else:
            found = two_shares(before, of_before, after, of_after)
            told = [saying.number(None if one is None else 100 * one) for one in (found.value, found.low, found.high)]
            values |= {
                "before": saying.number(100 * before / of_before), "after": saying.number(100 * after / of_after),
                "change": told[0], "low": told[1], "high": told[2], "caveat": in_language(found.caveat, language()),
            }  # fmt: skip
            sentences.append(
                _("%(place)s: %(before)s %% var ofte alene i %(first)s og %(after)s %% i %(last)s. Forskellen er "
                  "%(change)s procentpoint (fra %(low)s til %(high)s). %(caveat)s") % values
            )  # fmt: skip
    return sentences
