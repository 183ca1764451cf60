"""Sheets of paper typed in on a telephone: a visit three days ago, and a session of twelve."""

from __future__ import annotations

import time
from datetime import timedelta

from playwright.sync_api import expect


def given_found(stories, given_name, family_name, *, days_ago):
    from brobygger.journeys import find
    from brobygger.registry.people.acting import acting_as

    with stories.database():
        person, cast = stories.given_person(given_name, family_name), stories.cast
        with acting_as(cast.mette):
            return find.begin(
                person=person, programme=stories.programmes.favrskov, found_by="home_care", by=cast.mette,
                at=cast.at - timedelta(days=days_ago),
            )  # fmt: skip


def screening_of(stories, episode):
    from brobygger.pathway.screening.models import Screening
    from brobygger.registry.people.acting import acting_as

    with stories.database(), acting_as(stories.cast.system):
        return Screening.objects.get(episode_id=episode.id)


def test_karin_types_a_sheet_in_by_its_short_code(stories, as_user, axe, look):
    from brobygger.foundation.kernel.clock import local_date
    from brobygger.foundation.kernel.short_codes import short_code

    episode = given_found(stories, "Olga", "Overgaard", days_ago=6)
    visited = stories.cast.today - timedelta(days=3)
    page = as_user("karin", width="phone")
    page.goto("/min-dag/")
    page.get_by_role("link", name="Skriv et ark ind").click()
    axe(page)
    look(page, "paper-desk")
    page.get_by_label("Kort-kode").fill("0000 0000")
    page.get_by_role("button", name="Find arket").click()
    expect(page.get_by_text("Vi kender ikke koden").first).to_be_visible()
    axe(page)
    page.get_by_label("Kort-kode").fill(short_code(episode.id).lower())
    page.get_by_role("button", name="Find arket").click()
    expect(page.locator("h1")).to_have_text("Skriv arket ind: Olga Overgaard")
    axe(page)
    page.get_by_label("Dato på arket").fill(visited.isoformat())
    for question, answer in (("isoleret", "En gang imellem"), ("savner", "Ofte"), ("udenfor", "Sjældent")):
        page.get_by_role("group", name=question).get_by_label(answer, exact=True).check()
    page.get_by_role("group", name="skrevet under").get_by_label("Ja, der er skrevet under").check()
    look(page, "paper-sheet")
    page.get_by_role("button", name="Gem arket").click()
    expect(page.get_by_text("Arket og samtykket er gemt med datoen fra arket")).to_be_visible()
    taken = screening_of(stories, episode)
    assert (local_date(taken.taken_at), taken.mode, taken.answers) == (visited, "paper", [2, 3, 1])


def test_a_forgotten_answer_is_named_and_the_rest_is_kept(stories, as_user, axe, look):
    episode = given_found(stories, "Poul", "Piil", days_ago=2)
    page = as_user("mette")
    page.goto(f"/borgere/{episode.person_id}/")
    axe(page)
    look(page, "paper-person")
    page.get_by_role("link", name="Skriv et udfyldt ark ind").click()
    page.get_by_role("group", name="isoleret").get_by_label("Ofte", exact=True).check()
    page.get_by_role("group", name="skrevet under").get_by_label("Nej", exact=False).check()
    page.get_by_role("button", name="Gem arket").click()
    expect(page.get_by_role("link", name="Spørgsmål 2 mangler et svar.")).to_be_visible()
    expect(page.get_by_role("group", name="isoleret").get_by_label("Ofte", exact=True)).to_be_checked()
    axe(page)
    look(page, "paper-sheet-missing")


def given_twelve(stories):
    """A group of twelve whose session began an hour ago: the names that stand on Bent's sheet."""
    from tests.cast import given_shared
    from tests.receiving import given_group, given_member

    with stories.database():
        cast = stories.cast
        group = given_group(cast, name="Tolvmandsholdet", starts=[cast.at - timedelta(hours=1)])
        for n in range(12):
            person = stories.given_person("Tove" if n % 2 else "Tage", f"Tolv {chr(65 + n)}")
            given_shared(cast, person, actor=cast.bent)
            given_member(cast, person, group)
        return group


def test_bent_types_twelve_names_in_within_twenty_seconds(stories, as_user, axe, look):
    """The code on the sheet leads to the form; everybody came but two (issue 7, point 2)."""
    from brobygger.pathway.attendance.models import Attendance, Session
    from brobygger.registry.people.acting import acting_as

    group = given_twelve(stories)
    with stories.database(), acting_as(stories.cast.bent):
        session = Session.objects.get(group=group)
    page = as_user("bent", width="phone")
    began, taps = time.monotonic(), 0
    page.goto(f"/moedegange/{session.id}/")
    page.get_by_role("link", name="Alle kom").click()
    for name in ("Tage Tolv A", "Tove Tolv F"):
        page.get_by_role("group", name=name).get_by_text("Kom ikke", exact=True).click()
        taps += 1
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text("Gemt. 10 af 12 kom.")).to_be_visible()
    taps, seconds = taps + 2, time.monotonic() - began
    print(f"twelve names: {taps} taps, {seconds:.1f} s")
    assert taps <= 14
    assert seconds < 20
    axe(page)
    look(page, "paper-twelve")
    with stories.database(), acting_as(stories.cast.system):
        came = list(Attendance.objects.filter(session_id=session.id).values_list("came", flat=True))
    assert sorted(came) == [False] * 2 + [True] * 10


def test_the_ways_to_print_offers_and_groups_read_well(stories, as_user, axe, look):
    """Mette finds the booklet and the posters under the offers; Bent the sheet and the month under his group."""
    from tests.receiving import given_group, given_offer

    with stories.database():
        given_offer(stories.cast, name="Papircaféen", area="Midtbyen", contact_phone="21 22 23 24")
        group = given_group(stories.cast, name="Papirholdet", starts=[stories.cast.at + timedelta(days=2)])
    page = as_user("mette", width="phone")
    page.goto("/tilbud/?q=Papircaf")
    expect(page.get_by_role("link", name="Plakat til Papircaféen")).to_be_visible()
    expect(page.get_by_role("link", name="Hæfte til at folde", exact=True)).to_be_visible()
    axe(page)
    look(page, "paper-offers")
    page = as_user("bent", width="phone")
    page.goto(f"/grupper/{group.id}/")
    expect(page.get_by_role("link", name="Månedens program")).to_be_visible()
    axe(page)
    look(page, "paper-group")
