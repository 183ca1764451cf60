"""Counts that stop: a tab says 99+, whatever the table holds."""

from brobygger.foundation.kernel.counts import capped_counts
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person


def test_several_are_counted_in_one_query_and_none_beyond_the_cap(cast, django_assert_num_queries):
    with acting_as(cast.mette):
        everybody, aase = Person.objects.all(), Person.objects.filter(id=cast.aase.id)
        with django_assert_num_queries(1):
            assert capped_counts({"all": everybody, "aase": aase, "nobody": Person.objects.filter(sex="other")}) == {
                "all": 3, "aase": 1, "nobody": 0,
            }  # fmt: skip
        assert capped_counts({"all": everybody}, cap=2) == {"all": 2}
        assert capped_counts({}) == {}


def test_only_what_the_actor_reaches_is_counted(cast):
    with acting_as(cast.karin):
        assert capped_counts({"all": Person.objects.all()}) == {"all": 2}
