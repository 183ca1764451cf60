"""Which instrument is proposed for whom."""

from datetime import date

from brobygger.pathway.screening.rules import is_first_look, stages
from brobygger.registry.recipes import load

TODAY = date(2026, 6, 1)


def refs(recipe, *, cognitive_impairment=None, on=TODAY):
    return [stage.instrument for stage in stages(recipe, on=on, cognitive_impairment=cognitive_impairment)]


def test_the_person_is_asked_and_signs_are_the_second_choice():
    assert refs(load.load("001-favrskov")) == ["t-ils@2", "signs@1"]


def test_somebody_who_forgets_is_not_asked_first():
    assert refs(load.load("001-favrskov"), cognitive_impairment=True) == ["signs@1", "t-ils@2"]


def test_a_recipe_without_another_instrument_keeps_its_one():
    assert refs(load.load("000-horsens"), cognitive_impairment=True) == ["t-ils@2"]


def test_a_recipe_that_screens_nobody_has_none():
    recipe = load.load("000-horsens")
    assert refs(recipe.model_copy(update={"screening": None})) == []


def test_a_changed_instrument_holds_from_its_day():
    recipe = load.load("000-horsens")
    plan = type(recipe.screening).model_validate(
        recipe.screening.model_dump(by_alias=True)
        | {
            "replaced": [
                {"instrument": "who-5@1", "from": date(2026, 5, 1), "reason": {"da": "Nyt", "en": "New"}},
                {"instrument": "phq-2@1", "from": date(2026, 7, 1), "reason": {"da": "Nyt", "en": "New"}},
            ]
        }
    )
    changed = recipe.model_copy(update={"screening": plan})
    assert refs(changed, on=date(2026, 4, 30)) == ["t-ils@2"]
    assert refs(changed, on=date(2026, 5, 1)) == ["who-5@1"]
    assert refs(changed, on=date(2026, 7, 1)) == ["phq-2@1"]


def test_a_quick_look_comes_first_and_only_once():
    recipe = load.load("001-nordfyns")
    before, after = (
        [stage.instrument for stage in stages(recipe, on=TODAY, cognitive_impairment=None, looked=looked)]
        for looked in (False, True)
    )
    assert before == ["two-questions@1", *after]
    assert is_first_look(recipe, "two-questions@1")
    assert not is_first_look(recipe, after[0])
    assert not is_first_look(load.load("001-favrskov"), "two-questions@1")
