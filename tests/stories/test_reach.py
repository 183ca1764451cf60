"""Mette writes a poster, sees how it reads and hangs it up; a good story stands on the offer's page."""

from __future__ import annotations

import re

from brobygger.communities.offers import operations
from brobygger.registry.people.acting import acting_as


def test_mette_hangs_a_poster_and_tells_a_story(stories, as_user, axe, look):
    cast = stories.cast
    with stories.database(), acting_as(cast.mette):
        offer = operations.publish(
            organisation=cast.parish, name="Torsdagsmiddag", kind="meal", by=cast.mette, at=cast.at, weekdays=[3],
            description={"da": "Vi spiser sammen hver torsdag. Anne tager imod dig."}, address="Kirkevej 2",
            for_volunteers="Giv en time i køkkenet. Du får mad og godt selskab.", toilets=True, parking=False,
        )  # fmt: skip
    for width in ("phone", "desktop"):
        page = as_user("mette", width=width)
        page.goto("/tilbud/ude/ny/")
        page.get_by_label("Hvad kalder I teksten?").fill(f"Middag {width}")
        page.get_by_label("Teksten", exact=True).fill("Døren er åben for ensomme torsdag kl. 14.")
        page.get_by_label("Hvem svarer for den?").fill("Mette Madsen")
        page.get_by_role("button", name="Se, hvordan den læses").click()
        assert page.get_by_text("Ordet kan holde folk væk").is_visible()
        axe(page)
        look(page, "reach-write")
        page.get_by_label("Teksten", exact=True).fill("Vi spiser sammen. Du får nye naboer. Vi har brug for dig.")
        page.get_by_role("button", name="Godkend teksten").click()
        page.get_by_label("Hvor?").fill("Biblioteket")
        page.get_by_role("button", name="Skriv stedet ned").click()
        page.get_by_text("Biblioteket").first.wait_for()
        axe(page)
        look(page, "reach-text")
        page.goto("/tilbud/ude/")
        axe(page)
        look(page, "reach-out")
        page.goto("/tilbud/dage/")
        axe(page)
        look(page, "reach-days")
        page.goto(f"/tilbud/{offer.id}/historier/")
        page.get_by_label("Historien", exact=True).fill("Jeg kom for maden. Nu har jeg to nye venner.")
        page.get_by_label("Hvem fortæller?").fill("Inger")
        page.get_by_label(re.compile("^Personen har hørt")).check()
        page.get_by_role("button", name="Gem historien").click()
        axe(page)
        look(page, "reach-story")
        page.goto(f"/tilbud/{offer.id}/nyt/")
        axe(page)
        page.goto(f"/tilbud/{offer.id}/passer-det/")
        axe(page)
        look(page, "reach-kept")
        anybody = as_user(None, width=width)
        anybody.goto(f"/find/tilbud/{offer.id}/")
        assert anybody.get_by_text("Nu har jeg to nye venner.").first.is_visible()
        assert anybody.get_by_text("Giv en time i køkkenet.").is_visible()
        axe(anybody)
        look(anybody, "reach-offer")
