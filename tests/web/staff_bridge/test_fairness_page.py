"""Is the waiting shared fairly? Numbers before and after the proposals, small ones hidden, and nobody's name."""

from __future__ import annotations

import re

from brobygger.pathway.matching.fairness_rules import Waited, shares, widest
from tests.waiting import given_waiting, given_workshop


def shown(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_before_after_and_small_numbers(cast, mette, client_of, post, favrskov):
    given_waiting(cast, favrskov, 8, family="Stærk")
    given_waiting(cast, favrskov, 6, family="Svagelig", walks_m=100, walking_aid="walker")
    given_waiting(cast, favrskov, 2, family="Kvinde", sex="female")
    stairs = given_workshop(cast)
    address = f"/venter/{favrskov.id}/fair/"
    assert "16 borgere venter." in shown(mette.get(address))
    post(mette, "/venter/grupper/", programme=str(favrskov.id), offer=str(stairs.id))
    page = shown(client_of(cast.lone).get(address))
    strength = page.split("Kræfter")[1]
    assert re.search(r"har brug for en hånd\s+6\s+13,5 dage\s+0\s+13,5 dage\s+ved vi ikke endnu", strength)
    assert re.search(r"kan give en hånd\s+10\s+13,5 dage\s+–\s+–", strength)
    sexes = page.split("Kvinder og mænd")[1].split("Hvor de bor")[0]
    assert re.search(r"kvinder\s+–\s+–", sexes)  # two women are too few to tell of
    assert re.search(r"mænd\s+–\s+–", sexes)  # and the men would give them away
    assert "Stærk" not in page
    assert client_of(cast.bent).get(address).status_code == 403
    assert client_of(cast.nina).get(address).status_code == 404


def test_a_large_difference_is_told_in_words():
    men = [Waited("male", "", "gives", 40 + n, True, False) for n in range(12)]
    women = [Waited("female", "", "gives", 10 + n, True, False) for n in range(12)]
    told = shares([*men, *women], lambda one: one.sex)
    assert widest(told) == ("male", "female")
    assert widest(shares(men, lambda one: one.sex)) is None
    assert told["male"].last_year.median == 45
