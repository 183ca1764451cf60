"""The home-care unit talks about Aase for ten minutes, and what they agree stands on somebody's day."""

from __future__ import annotations

from datetime import timedelta

import pytest

pytestmark = pytest.mark.browser


def test_karins_unit_sets_time_aside_and_decides(stories, as_user, axe, look):
    from brobygger.pathway.episodes.models import Episode
    from brobygger.registry.people.acting import acting_as

    with stories.database():
        person = stories.given_person("Gerda", "Grøn")
        episode = stories.given_episode(person, stories.programmes.favrskov)
        with acting_as(stories.cast.system):
            Episode.objects.filter(id=episode.id).update(due=stories.cast.today - timedelta(days=3))
    page = as_user("karin", width="phone")
    page.goto("/tavle/")
    page.get_by_role("link", name="Fast punkt på mødet").click()
    axe(page)
    page.get_by_role("button", name="Sæt tid af").click()
    page.get_by_text("Der er sat 15 minutter af.").wait_for()
    axe(page)
    page.get_by_label("Hvem talte I om?").select_option(label="Gerda G.")
    page.get_by_label("Ring til borgeren: aftalt på mødet").check()
    page.get_by_label("mig", exact=True).check()
    look(page, "unit-meeting")
    page.get_by_role("button", name="Gem som opgave").click()
    page.get_by_label("Hvor mange minutter brugte I?").fill("20")
    page.get_by_role("button", name="Afslut punktet").click()
    page.get_by_text("20 af 15 minutter brugt, 1 aftaler").wait_for()
    page.goto("/min-dag/")
    assert "Ring til borgeren: aftalt på mødet" in page.content()  # in a week: folded away until then
