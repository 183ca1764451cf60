"""Telephone numbers in every form, and titles: they hold words and nothing else."""

import re
from pathlib import Path

import pytest
from django import forms
from django.http import QueryDict

from brobygger import web
from brobygger.communities.directory.writing_rules import plain_phone
from brobygger.registry.communication.rules import mobile
from brobygger.web.partners.organisations.forms import OrganisationForm
from brobygger.web.shared.telephone import TelephoneInput

TITLE = re.compile(r"{% block title %}(.*?){% endblock %}", re.DOTALL)
MARKS = re.compile(r"as_people_say\([^)]*\)(?!\s*\|\s*striptags)|\|\s*(?:shape|days)\b|\bui\.|<")


@pytest.mark.parametrize("written", ["٢١٢٢٣٣٤٤", "۲۱ ۲۲ ۳۳ ۴۴", "21 22 33 44"])
def test_a_number_can_be_dialled_whichever_keyboard_wrote_it(written):
    assert plain_phone(written) == "21223344"
    assert mobile(written) == "+4521223344"
    form = OrganisationForm(QueryDict(f"phone={written}"))
    form.is_valid()
    assert form.cleaned_data["phone"].replace(" ", "") == "21223344"


def test_every_form_asks_for_a_number_with_the_shared_field():
    for path in Path(web.__file__).parent.rglob("*.py"):
        assert '"type": "tel"' not in path.read_text(), path
    assert TelephoneInput().render("phone", "").startswith('<input type="tel"')
    assert issubclass(TelephoneInput, forms.TextInput)


def test_no_title_holds_what_the_browser_would_show_as_code():
    titles = [
        (path.name, title)
        for path in (Path(web.__file__).parent / "templates").rglob("*.jinja")
        for title in TITLE.findall(path.read_text())
    ]
    assert len(titles) > 100
    assert [(name, title) for name, title in titles if MARKS.search(title)] == []
