"""A day, a time and a query string as clumsy hands write them, for every form and every page."""

from datetime import date, time
from pathlib import Path

import pytest
from django import forms
from django.http import HttpResponse, QueryDict
from django.test import Client, RequestFactory
from django.utils import translation

from brobygger import web
from brobygger.web.shared.days import ClockField, DayField, period
from brobygger.web.shared.storable import StorableWordsMiddleware


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("written", ["2027-01-05", "05-01-2027", "5-1-2027", "05.01.2027", "5/1/2027", " 05-01-2027 "])
def test_a_day_is_read_as_people_write_it_and_never_month_first(language, written):
    with translation.override(language):
        assert DayField().clean(written) == date(2027, 1, 5)


@pytest.mark.parametrize("written", ["10.00", "10:00", "10:00:00"])
def test_a_time_is_read_with_a_full_stop_too(written):
    assert ClockField().clean(written) == time(10)


@pytest.mark.parametrize("written", ["9999-12-31", "2101-01-01", "1899-12-31", "0001-01-01", "31-02-2026", "i går"])
def test_a_day_nobody_means_is_refused_in_words(written):
    with pytest.raises(forms.ValidationError) as refused:
        DayField().clean(written)
    assert len(refused.value.messages) == 1


def test_the_first_and_the_last_day_are_days():
    assert [DayField().clean(day).year for day in ("1900-01-01", "2100-12-31")] == [1900, 2100]


def test_a_form_with_words_of_its_own_hears_of_every_day_that_has_a_next_one():
    field = DayField(limited=False)
    assert [field.clean(day).year for day in ("2999-01-01", "1700-01-01")] == [2999, 1700]
    with pytest.raises(forms.ValidationError, match="før år 2101"):
        field.clean("9999-12-31")


def test_every_form_asks_for_days_and_times_with_the_shared_fields():
    sources = [path for path in Path(web.__file__).parent.rglob("*.py") if path.name != "days.py"]
    assert [str(path) for path in sources if "forms.DateField" in (text := path.read_text()) or
            "forms.TimeField" in text] == []  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "days", "wrong"),
    [
        ("", (None, None), False), ("fra=&til=", (None, None), False),
        ("fra=01-02-2026&til=2026-02-01", (date(2026, 2, 1), date(2026, 2, 1)), False),
        ("fra=2026-02-02&til=2026-02-01", (None, None), True), ("til=9999-12-31", (None, None), True),
    ],
)  # fmt: skip
def test_a_period_is_both_days_or_a_sentence(asked, days, wrong):
    found = period(QueryDict(asked))
    assert ((found.first, found.last), bool(found.problem)) == (days, wrong)


# ---- what no database can keep


def seen(request):
    """What a view gets of a request."""
    got = []
    enter = StorableWordsMiddleware(lambda inner: got.append(inner) or HttpResponse(""))
    enter.process_view(request, seen, (), {})
    enter(request)
    return got[0]


def test_a_nul_never_reaches_a_page():
    request = seen(RequestFactory().get("/borgere/?q=Ruth%00&q=%00&%00a=1&side=2"))
    assert dict(request.GET.lists()) == {"q": ["Ruth", ""], "a": ["1"], "side": ["2"]}
    request = seen(RequestFactory().post("/borgere/", {"words": "a\0b", "ways": ["x", "\0"]}))
    assert dict(request.POST.lists()) == {"words": ["ab"], "ways": ["x", ""]}
    with pytest.raises(AttributeError, match="immutable"):
        request.POST["words"] = "c"


def test_an_address_with_a_nul_is_nobodys(db):
    assert "\0" not in seen(RequestFactory().get("/find/sprog/a%00/")).path_info
    for address in ("/find/sprog/a%00/", "/find/tilbud/%00/", "/%00"):
        assert Client().get(address).status_code == 404


def test_what_has_no_nul_is_left_as_it_came():
    request = RequestFactory().post("/borgere/?q=Ruth", {"words": "ord"})
    query, form = request.GET, request.POST
    assert seen(request).GET is query
    assert request.POST is form
