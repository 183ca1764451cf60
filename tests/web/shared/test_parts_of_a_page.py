"""Every part of the look on one page: what the browser's security policy and a screen reader need of it."""

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.template import engines
from django.test import RequestFactory
from django.urls import path
from django.utils import translation
from jinja2 import UndefinedError

from brobygger import web
from brobygger.web.shared import jinja
from brobygger.web.shared.notices import Notice, notices
from brobygger.web.shared.style_page import example_context

TODAY = date(2026, 3, 3)


def somewhere(request):
    return HttpResponse("")


addresses = {"account_logout": "logout/", "language": "sprog/", "accessibility": "tilgaengelighed/"}
urlpatterns = [path(address, somewhere, name=name) for name, address in addresses.items()]


class Tags(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


class Mette:
    name, role_title, organisation_name = "Mette", "koordinator", "Eksempel Kommune"


@pytest.fixture
def style_page(settings):
    settings.ROOT_URLCONF = __name__
    context = example_context(TODAY) | {
        "actor": Mette(),
        "menu": [("Min dag", "/", True), ("Tavlen", "/tavlen", False)],
    }
    return engines["jinja2"].get_template("shared/style.jinja").render(context, RequestFactory().get("/udseende"))


def test_nothing_on_the_page_is_refused_by_the_security_policy(style_page):
    for tag, attributes in Tags(style_page).found:
        assert tag != "style"
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        assert tag != "script" or attributes["src"].startswith("/static/")


def test_every_form_posts_with_a_csrf_token_and_its_own_idempotency_key(style_page):
    forms = re.findall(r"<form.*?</form>", style_page, re.DOTALL)
    # The language switch changes only the reader's own browser, and must work on pages that set no cookie.
    forms = [form for form in forms if 'action="/sprog/"' not in form]
    assert len(forms) >= 3
    keys = [re.search(r'name="idempotency_key" value="([0-9a-f-]{36})"', form)[1] for form in forms]
    assert len(set(keys)) == len(forms)
    assert all('method="post"' in form and "csrfmiddlewaretoken" in form for form in forms)


def test_ids_are_unique_and_every_label_and_description_finds_its_field(style_page):
    tags = Tags(style_page).found
    ids = [attributes["id"] for _, attributes in tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in tags:
        for name in ("for", "aria-describedby", "aria-labelledby"):
            assert set((attributes.get(name) or "").split()) <= set(ids), attributes
        if (attributes.get("href") or "").startswith("#"):
            assert attributes["href"][1:] in ids


def test_the_page_says_which_language_it_is_in_and_offers_the_other(style_page, settings):
    assert '<html lang="da">' in style_page
    assert 'value="en" lang="en"' in style_page
    settings.ROOT_URLCONF = __name__
    with translation.override("en"):
        english = (
            engines["jinja2"]
            .get_template("shared/style.jinja")
            .render(example_context(TODAY), RequestFactory().get("/"))
        )
    assert '<html lang="en">' in english
    assert 'value="da" lang="da"' in english


def test_words_from_people_are_escaped():
    template = engines["jinja2"].from_string(
        '{% import "shared/macros.jinja" as ui %}{{ ui.tag(word) }}{{ ui.field("a", "A", value=word) }}'
    )
    page = template.render({"word": '"><script>'})
    assert "<script>" not in page


def test_a_forgotten_variable_is_an_error():
    with pytest.raises(UndefinedError):
        engines["jinja2"].from_string("{{ forgotten }}").render({})


def test_a_form_without_a_request_is_refused_rather_than_sent_without_protection():
    with pytest.raises(LookupError, match="csrf_input"):
        engines["jinja2"].from_string("{{ form_start('/') }}").render({})


def test_a_date_is_said_with_the_exact_one_for_hover_and_print():
    said = jinja.as_people_say(date(2026, 3, 6), TODAY)
    assert said == ('<time class="said" datetime="2026-03-06" title="fredag den 6. marts 2026">på fredag</time>')
    late_evening = datetime(2026, 3, 3, 23, 30, tzinfo=UTC)  # already the fourth in Copenhagen
    assert "i morgen kl. 00.30" in jinja.as_people_say(late_evening, TODAY, time=True)
    assert jinja.as_people_say(None, TODAY) == "–"


def test_a_colour_never_speaks_alone():
    assert "▲" in jinja.shape("yellow")
    assert "gul" in jinja.shape("yellow")
    assert "over tid" in jinja.shape("red", "over tid")
    assert "ikke vurderet" in jinja.shape(None)
    assert "&lt;b&gt;" in jinja.shape("green", "<b>")


def test_days_in_words():
    assert [jinja.days(value) for value in (1, 4.5, 9, None)] == ["1 dag", "4,5 dage", "9 dage", "–"]


def test_a_notice_carries_its_way_back():
    class Stored:
        level_tag, message, extra_tags = "success", "Aase er henvist.", '["/fortryd/1", "Fortryd henvisning"]'

    assert list(notices([Stored()])) == [Notice("success", "Aase er henvist.", "/fortryd/1", "Fortryd henvisning")]


def test_every_icon_that_a_page_names_is_in_the_file_of_icons():
    """A missing one leaves an empty square, which nobody notices but the reader."""
    templates = Path(web.__file__).parent / "templates"
    sprite = (Path(web.__file__).parent / "static/vendor/dkfds/img/all-svg-icons.svg").read_text(encoding="utf-8")
    drawn = set(re.findall(r'id="([a-z-]+)"', sprite))
    named = {
        name
        for path in templates.rglob("*.jinja")
        for name in re.findall(r"""(?:icon_name=|\bicon\()["']([a-z-]+)["']""", path.read_text(encoding="utf-8"))
    }
    assert "search" in named
    assert named <= drawn
