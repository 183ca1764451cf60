"""The fixture `directory`: the town's own offers, published by Mette and indexed."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest


@pytest.fixture
def directory(cast: Any) -> dict[str, Any]:
    """The demonstration's thirteen offers, by name, all checked today."""
    from brobygger.communities.directory import operations
    from brobygger.communities.offers.models import Offer
    from brobygger.registry.people.acting import acting_as
    from brobygger.rehearsal import demonstration_offers

    homes = {"care_home": cast.housing, "kommune": cast.kommune}
    organisations = {name: homes.get(name) or getattr(cast, name) for name in ("association", "parish", "housing",
                     "care_home", "kommune")}  # fmt: skip
    town = SimpleNamespace(actors={"mette": cast.mette}, organisations=organisations, now=cast.at)
    demonstration_offers.publish(town)
    with acting_as(cast.mette):
        Offer.objects.filter(municipality_id=cast.municipality.id).update(confirmed_on=cast.today)
    operations.catch_up()
    with acting_as(cast.mette):
        return {offer.name: offer for offer in Offer.objects.filter(municipality_id=cast.municipality.id)}
