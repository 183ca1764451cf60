"""The Jinja2 environment of every page: what a page writer can call. See templates/shared/macros.jinja."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4
from zlib import crc32

from django.conf import settings
from django.http import HttpRequest
from django.template.backends.jinja2 import Jinja2, Template
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from jinja2 import Environment, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from brobygger.insight.evaluation import figures
from brobygger.insight.evaluation.bars_figure import bars_svg
from brobygger.insight.evaluation.curve_figure import Dot, curve_svg
from brobygger.insight.evaluation.queue_figure import Line, queue_svg
from brobygger.web.shared import dates
from brobygger.web.shared.notices import notices

PRODUCT_NAME = "Brobygger"
EXAMPLE_PHONE = "12 34 56 78"
SHAPES = {"green": "●", "yellow": "▲", "red": "■"}
NO_SHAPE = "○"


def environment(**options: Any) -> Environment:
    """Build the environment for `django.template.backends.jinja2.Jinja2` (OPTIONS["environment"])."""
    options["undefined"] = StrictUndefined  # a forgotten variable is an error, not an empty space
    options["extensions"] = [*options.get("extensions", ()), "jinja2.ext.i18n"]
    options.setdefault("autoescape", True)
    options.setdefault("trim_blocks", True)
    options.setdefault("lstrip_blocks", True)
    env = Environment(**options)  # noqa: S701 (autoescape is on, above)
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(  # type: ignore[attr-defined]  # jinja2.ext.i18n adds it
        gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    # Jinja's own would look up the language and put in values also where there are none.
    env.globals.update(_=gettext, gettext=gettext)
    env.globals.update(
        url=url,
        static=lru_cache(maxsize=500)(static),  # the files of a release do not change
        language=language,
        csrf_field=csrf_field,
        idempotency_field=idempotency_field,
        form_start=form_start,
        notices=notices,
        contact_phone=getattr(settings, "BROBYGGER_PHONE", EXAMPLE_PHONE),
        product_name=PRODUCT_NAME,
        bridge_figure=bridge_figure,
        curve_figure=curve_figure,
        bridge_sentence=bridge_sentence,
        bridge_rows=bridge_rows,
    )
    env.filters.update(
        as_people_say=as_people_say,
        exact_day=lambda day: dates.exact_day(day, language()),
        with_capital=lambda words: words[:1].upper() + words[1:],  # Jinja's own makes the rest of a sentence small
        number=number,
        days=days,
        shape=shape,
    )
    return env


class Pages(Jinja2):
    """Django's Jinja2 engine, which looks up the reader's language once for each page and not for each word."""

    def get_template(self, template_name: str) -> Template:
        return _Page(super().get_template(template_name).template, self)


class _Page(Template):
    def render(self, context: dict[str, Any] | None = None, request: HttpRequest | None = None) -> str:
        token = _language.set(_chosen())
        try:
            return super().render(context, request)
        finally:
            _language.reset(token)


_language: ContextVar[str | None] = ContextVar("language", default=None)


def language() -> str:
    """ "da" or "en": the language of this page."""
    return _language.get() or _chosen()


def _chosen() -> str:
    return "en" if (translation.get_language() or "da").startswith("en") else "da"


def gettext(message: str, **values: Any) -> Markup:
    """The message in the page's language, with values put in (escaped). A table says a few words hundreds of times."""
    return _translated(language(), message) % values if values else _plain(language(), message)


@lru_cache(maxsize=5000)
def _translated(lang: str, message: str) -> Markup:
    return Markup(translation.gettext(message))  # noqa: S704 (our own catalogue)


@lru_cache(maxsize=5000)
def _plain(lang: str, message: str) -> Markup:
    return _translated(lang, message) % {}


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named page; NoReverseMatch when there is none."""
    if not kwargs and all(type(value) is UUID for value in args):
        return _pattern(name, len(args)) % args
    return reverse(name, args=args or None, kwargs=kwargs or None)


# Pages have hundreds of links that differ in an id only; finding one address takes 0.1 ms.
@lru_cache(maxsize=1000)
def _pattern(name: str, ids: int) -> str:
    stand_ins = [UUID(int=number) for number in range(ids)]
    address = reverse(name, args=stand_ins).replace("%", "%%")
    for stand_in in stand_ins:
        address = address.replace(str(stand_in), "%s")
    return address


@pass_context
def csrf_field(context: Context) -> Markup:
    """The hidden CSRF input. Macros imported without context cannot see it: use `form_start`."""
    if "csrf_input" not in context:
        raise LookupError("csrf_input is missing: render with a request, call form_start in the page itself")
    return Markup(context["csrf_input"])  # noqa: S704 (Django's own markup)


def idempotency_field() -> Markup:
    """A fresh key in every rendered form: a double click or a repeated request is carried out once."""
    return Markup('<input type="hidden" name="idempotency_key" value="{}">').format(uuid4())


@pass_context
def form_start(context: Context, action: str, *, files: bool = False, id: str = "", label: str = "") -> Markup:
    """`<form method="post">` with CSRF and idempotency key; the page closes it with `</form>`.

    `novalidate`, because we explain an error in our own words after the server has seen it.
    """
    attributes = Markup(' enctype="multipart/form-data"') if files else Markup("")
    attributes += Markup(' id="{}"').format(id) if id else Markup("")
    attributes += Markup(' aria-label="{}"').format(label) if label else Markup("")
    start = Markup('<form method="post" action="{}" novalidate{}>').format(action, attributes)
    return start + csrf_field(context) + idempotency_field()


def as_people_say(value: date | datetime | None, today: date, *, time: bool = False, narrow: bool = False) -> Markup:
    """`<time>` with the date as people say it and the exact one as title; None becomes a dash.

    A datetime is turned to local time; `time=True` adds the time of day to it. `narrow` cuts the month's name short.
    """
    return Markup("–") if value is None else _said(value, today, time, narrow, language())


@lru_cache(maxsize=4000)
def _said(value: date | datetime, today: date, time: bool, narrow: bool, lang: str) -> Markup:
    local = timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
    day = local.date() if isinstance(local, datetime) else local
    said, exact = dates.as_people_say(day, today, lang), dates.exact_day(day, lang)
    if narrow:
        said = dates.in_a_narrow_place(said, lang)
    if time and isinstance(local, datetime):
        at = dates.clock(local.time(), lang)
        said, exact = f"{said} {at}", f"{exact} {at}"
    return Markup('<time class="said" datetime="{}" title="{}">{}</time>').format(
        local.isoformat(timespec="minutes") if isinstance(local, datetime) else local.isoformat(), exact, said
    )


def number(value: float | None, decimals: int | None = None) -> str:
    """A number with Danish (or English) marks; None becomes a dash."""
    return "–" if value is None else dates.number_in_words_of(language(), value, decimals)


def days(value: float | None) -> str:
    """A length of time: "1 dag", "4,5 dage"; None becomes a dash."""
    return "–" if value is None else _days(value, language())


@lru_cache(maxsize=4000)
def _days(value: float, lang: str) -> str:
    unit = translation.ngettext("dag", "dage", 1 if value == 1 else 2)
    return f"{number(value)} {unit}"


def shape(colour: str | None, word: str = "") -> Markup:
    """A colour never speaks alone: ● grøn, ▲ gul, ■ rød, ○ ikke vurderet; `word` replaces the name."""
    return _shape(colour if colour in SHAPES else None, str(word), language())


@lru_cache(maxsize=500)
def _shape(known: str | None, word: str, lang: str) -> Markup:
    names = {
        "green": translation.gettext("grøn"),
        "yellow": translation.gettext("gul"),
        "red": translation.gettext("rød"),
    }
    text = word or (names[known] if known else translation.gettext("ikke vurderet"))
    return Markup('<span class="shape shape-{}"><span aria-hidden="true">{}</span> {}</span>').format(
        known or "none", SHAPES[known] if known else NO_SHAPE, text
    )


def bridge_figure(
    stones: Sequence[figures.Stone], *, key: str = "bro", links: Mapping[str, str] | None = None
) -> Markup:
    """The bridge for many, in the page's language. Put `ui.bridge_table` beside it."""
    return Markup(figures.bridge_figure(stones, language=language(), key=key, links=links))  # noqa: S704


def curve_figure(block: Mapping[str, Any]) -> Markup:
    """A report's curve (journeys.report_words.curve), in the page's language. Its table stands beside it."""
    dots = [Dot(*dot) for dot in block["dots"]]
    key = f"kurve-{crc32(block['caption'].encode())}"  # the same each time, so that a file is the same file
    drawn = curve_svg(dots, caption=block["caption"], axis=block["axis"], language=language(), key=key)
    return Markup(drawn)  # noqa: S704 (numbers and escaped words only)


def queue_figure(days: Sequence[str], lines: Sequence[Line], *, title: str) -> Markup:
    """Up to three lines of numbers over the same days, in the page's language. Put a table beside it."""
    return Markup(queue_svg(days, lines, title=title, language=language()))  # noqa: S704 (numbers and escaped words)


def bars_figure(rows: Sequence[tuple[str, float, str]], *, title: str, key: str) -> Markup:
    """A number for each of several units as bars. Put a table beside it."""
    return Markup(bars_svg(rows, title=title, key=key))  # noqa: S704 (numbers and escaped words only)


def bridge_sentence(stones: Sequence[figures.Stone]) -> str:
    """The bridge as a sentence, in the page's language."""
    return figures.bridge_sentence(stones, language())


def bridge_rows(stones: Sequence[figures.Stone]) -> list[figures.Row]:
    """The bridge's numbers as words for `ui.bridge_table`."""
    return figures.bridge_rows(stones, language())
