"""The target group over time (R177): from the extracts that were stored to a figure and a table beside it."""

from django.urls import reverse

from brobygger.registry.erasure import operations
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person
from tests.web.staff_office.conftest import text_of
from tests.web.staff_office.extracts import of_men
from tests.web.staff_office.steps import commit, given_staged


def test_new_gone_and_still_there_extract_by_extract(cast, programme, lone, mette, as_user):
    address = reverse("turnover", args=[programme.id])
    assert "Her kommer en figur" in text_of(lone.get(address))
    for how_many, start in ((30, 1), (30, 9), (31, 9)):
        staged = given_staged(mette, programme, of_men(how_many, start=start))
        assert commit(mette, programme, staged).status_code == 302
    page = text_of(lone.get(address))
    row = [part.split("</tr>")[0] for part in page.split("<tr>") if 'data-title="Nye"' in part]
    assert len(row) == 3
    assert "det første" in row[0]
    for title, number in (("I udtrækket", 30), ("Står der stadig", 22), ("Nye", 8), ("Væk", 8)):
        assert f'data-title="{title}">{number}<' in row[1]
    assert row[2].count("skjult") == 4  # one is new: it cannot be worked out from the totals
    assert "Nye: 8" in page  # drawn
    assert "Er et af de tre tal under 5" in page
    assert address in text_of(mette.get(reverse("extract_upload", args=[programme.id])))
    # Six are erased, and the next extract is without eleven: the six are neither gone nor still there.
    with acting_as(cast.system):
        ids = Person.objects.filter(family_name__in=[f"Nr{number}" for number in range(9, 15)]).values_list(
            "id", flat=True
        )
        leaving = [operations.Leaving(person_id, "on_request") for person_id in ids]
        assert operations.erase(leaving=leaving, ended=[], by=cast.system, at=cast.at).persons == 6
    assert commit(mette, programme, given_staged(mette, programme, of_men(30, start=20))).status_code == 302
    last = text_of(lone.get(address)).split('data-title="I udtrækket"')[-1]
    for title, number in (("Står der stadig", 20), ("Nye", 10), ("Væk", 5)):
        assert f'data-title="{title}">{number}<' in last
    assert "Den, der er slettet mellem to udtræk, er hverken væk eller står der stadig." in last
    assert as_user("karin").get(address).status_code == 403
