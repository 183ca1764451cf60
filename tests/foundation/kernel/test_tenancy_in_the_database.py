"""What the database itself refuses and keeps, whatever the program above it does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Value
from django.db.models.functions import Concat

from brobygger.foundation.audit.models import Change
from brobygger.foundation.kernel.context import NoContext, also_reach, current_reach, reaching
from brobygger.foundation.kernel.reach import Reach, Scope
from brobygger.registry.organisations.models import Organisation, Unit
from brobygger.registry.people import operations as people
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person, Relative, Share
from tests.cast import given_shared


def constraints_checked() -> None:
    """Deferred constraints are looked at when a transaction commits; here, at once."""
    connection.check_constraints()


# ---- who sees whom


def test_without_a_context_there_is_nobody(cast):
    assert not Person.objects.exists()
    assert not Organisation.objects.exists()


def test_everybody_sees_their_own_part_of_the_municipality(cast):
    given_shared(cast, cast.aase, actor=cast.bent)
    given_shared(cast, cast.villy, actor=cast.ole)
    seen = {}
    for name, actor in cast.staff.items():
        with acting_as(actor):
            seen[name] = set(Person.objects.values_list("given_name", flat=True))
    assert seen == {
        "karin": {"Aase", "Villy"},  # her unit
        "mette": {"Aase", "Villy", "Gerda"},  # the municipality
        "lone": {"Aase", "Villy", "Gerda"},
        "dorte": {"Aase", "Villy", "Gerda"},
        "admin": {"Aase", "Villy", "Gerda"},
        "bent": {"Aase"},  # shared with his association
        "ole": {"Villy"},  # shared with him
        "nina": {"Ruth"},  # the neighbour's
    }


def test_a_share_that_has_ended_or_expired_shows_nobody(cast):
    consent = given_shared(cast, cast.aase, actor=cast.bent)
    with acting_as(cast.bent, on=cast.today + timedelta(days=366)):
        assert not Person.objects.exists()
    with acting_as(cast.mette):
        people.withdraw_consent(consent=consent, how="phone", by=cast.mette, at=cast.at)
    with acting_as(cast.bent):
        assert not Person.objects.exists()


def test_an_organisation_never_sees_the_municipalitys_other_words_about_the_person(cast):
    given_shared(cast, cast.aase, actor=cast.bent)
    with acting_as(cast.mette):
        people.add_relative(
            person=cast.aase, name="Anne", relation="daughter", phone="", may_be_contacted=False, by=cast.mette,
            at=cast.at,
        )  # fmt: skip
    with acting_as(cast.bent):
        assert Person.objects.count() == 1
        assert not Relative.objects.exists()
    with acting_as(cast.karin):
        assert Relative.objects.count() == 1


# ---- the context


def test_reaching_restores_what_stood_before(cast):
    with acting_as(cast.mette):
        with acting_as(cast.nina):
            assert {person.given_name for person in Person.objects.all()} == {"Ruth"}
        assert Person.objects.count() == 3
        assert current_reach().municipality_id == cast.municipality.id
    with pytest.raises(NoContext):
        current_reach()
    assert not Person.objects.exists()


def test_reaching_restores_it_after_an_error_too(cast):
    with acting_as(cast.mette):
        with pytest.raises(LookupError), acting_as(cast.nina):
            raise LookupError
        assert Person.objects.count() == 3


def test_a_broken_statement_inside_does_not_widen_anything(cast):
    with acting_as(cast.karin):
        with pytest.raises(DatabaseError), acting_as(cast.mette), connection.cursor() as cursor:
            cursor.execute("select no_such_column from people_person")
        assert Person.objects.count() == 2


def test_somebody_just_created_can_be_seen_by_who_created_them(cast):
    with acting_as(cast.karin):
        seen = Person.objects.count()
        stranger = uuid4()
        also_reach(stranger)
        assert str(stranger) in current_reach().persons
        assert Person.objects.count() == seen


def test_a_row_without_context_is_a_programming_error(cast):
    with pytest.raises(NoContext):
        Organisation(name="Ingens")


# ---- rows stay in their municipality


def test_a_row_cannot_be_written_for_another_municipality(cast):
    with acting_as(cast.mette), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Organisation.objects.create(municipality_id=cast.neighbour.id, name="Snyd", kind="association")


def test_a_reference_cannot_point_into_another_municipality(cast):
    """A plain foreign key would accept it: the row exists. The key with the municipality in it does not."""
    with acting_as(cast.neighbour_system):
        theirs = Organisation.objects.get()
    with acting_as(cast.mette), transaction.atomic():
        Unit.objects.create(organisation_id=theirs.id, name="Lånt enhed")
        with pytest.raises(IntegrityError, match="in_municipality"), transaction.atomic():
            constraints_checked()
        transaction.set_rollback(True)


def test_a_person_cannot_be_moved_into_another_municipalitys_unit(cast):
    with acting_as(cast.neighbour_system):
        theirs = Unit.objects.get()
    with acting_as(cast.mette), transaction.atomic():
        people.edit_person(person=cast.aase, facts={"unit_id": theirs.id}, by=cast.mette, at=cast.at)
        with pytest.raises(IntegrityError, match="in_municipality"), transaction.atomic():
            constraints_checked()
        transaction.set_rollback(True)


def test_the_same_cpr_may_stand_in_two_municipalities_and_neither_can_tell(cast):
    """A unique key across municipalities would tell that the person exists elsewhere."""
    from brobygger.foundation.kernel import cpr
    from brobygger.foundation.kernel.refusal import Refusal
    from brobygger.foundation.kernel.secrecy import decrypt

    with acting_as(cast.mette):
        number = cpr.parse(decrypt(bytes(cast.aase.cpr_encrypted)), allow_test=True, today=cast.today)
        with pytest.raises(Refusal):
            people.add_person(
                by=cast.mette, at=cast.at, given_name="Aase", family_name="Igen", found_by="tip", cpr=number
            )
    with acting_as(cast.nina):
        twin = people.add_person(
            by=cast.nina, at=cast.at, given_name="Aase", family_name="Flyttet", found_by="tip", cpr=number
        )
    assert twin.cpr_blind != cast.aase.cpr_blind


# ---- history


def test_every_change_of_a_person_is_kept_without_the_cpr(cast):
    with acting_as(cast.mette):
        people.edit_person(person=cast.aase, facts={"phone": "22 22 22 22"}, by=cast.mette, at=cast.at)
        kept = list(Change.objects.filter(row_id=cast.aase.id).order_by("at", "operation"))
    assert [change.operation for change in kept] == ["insert", "update"]
    update = kept[1]
    assert (update.before["phone"], update.after["phone"]) == ("21 00 00 82", "22 22 22 22")
    assert update.user_id == cast.mette.user_id
    for change in kept:
        for row in (change.before, change.after):
            assert row is None or not {"cpr_encrypted", "cpr_blind"} & set(row)


def test_a_change_that_changes_nothing_leaves_no_history(cast):
    with acting_as(cast.mette):
        before = Change.objects.filter(row_id=cast.aase.id).count()
        people.edit_person(person=cast.aase, facts={"phone": cast.aase.phone}, by=cast.mette, at=cast.at)
        assert Change.objects.filter(row_id=cast.aase.id).count() == before


def test_a_statement_about_many_leaves_a_line_for_each_that_was_changed(cast):
    with acting_as(cast.mette):
        persons = [cast.aase.id, cast.gerda.id]
        Person.objects.filter(id=cast.gerda.id).update(city="Sæby")
        lines = Change.objects.filter(row_id__in=persons, operation="update")
        before = lines.count()
        Person.objects.filter(id__in=persons).update(city="Sæby")  # nothing new about Gerda
        (line,) = lines.order_by("-at")[: lines.count() - before]
        assert (line.row_id, line.after["city"]) == (cast.aase.id, "Sæby")
        Person.objects.filter(id__in=persons).update(phone=Concat("phone", Value("7")))
        two = lines.order_by("-at")[:2]
        assert {(line.row_id, line.after["phone"]) for line in two} == {
            (person.id, person.phone) for person in Person.objects.filter(id__in=persons)
        }
        assert all(line.after["phone"] == line.before["phone"] + "7" for line in two)  # each beside its own


def test_history_cannot_be_rewritten(cast):
    with acting_as(cast.mette):
        for statement in ("update audit_change set operation = 'insert'", "delete from audit_change"):
            with connection.cursor() as cursor, pytest.raises(DatabaseError, match="denied"), transaction.atomic():
                cursor.execute(statement)


def test_a_volunteer_reads_no_history_but_their_own(cast):
    given_shared(cast, cast.aase, actor=cast.ole)
    with acting_as(cast.ole):
        assert Share.objects.count() == 1
        assert not Change.objects.exists()


# ---- unusual reaches


def test_a_scope_nobody_knows_reaches_no_person(cast):
    reach = replace(cast.mette.reach(), scope=Scope.PERSONAL)
    with reaching(reach):
        assert not Person.objects.exists()
        assert Organisation.objects.exists(), "organisations are everybody's in the municipality"


def test_a_municipality_that_does_not_exist_is_empty(cast):
    with reaching(Reach(municipality_id=uuid4(), scope=Scope.MUNICIPALITY)):
        assert not Organisation.objects.exists()
        assert not Person.objects.exists()
