"""Every table that can hold a person has an answer to erasing (docs/decisions/029). A new one fails here until it has.

A row that refers to somebody, or to a row about somebody, goes along by itself. What can name a person without a
reference (an id, a list of ids, JSON, bytes, a text that tells who somebody is) must be answered: by ERASURE or
KNOWN_BY at the model, or with a reason here.
"""

from __future__ import annotations

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from brobygger.foundation.kernel import erasing, floors
from brobygger.foundation.kernel.tenancy import Erasure, Privacy, Tenant, TenantForeignKey, TenantModel, levels
from brobygger.journeys import erase_facts
from tests.rows import tenant_models

# Columns of rows that stand: what they name is nobody who is erased.
STANDS = {
    "audit_change.row_id": "lines about erased rows are deleted by the function itself",
    "audit_change.before": "as above",
    "audit_change.after": "as above",
    "audit_read.person_id": "a random number that points at nobody any more; the chain of the log stays whole",
    "audit_read.organisation_id": "an organisation",
    "audit_read.request_id": "one request",
    "audit_seal.last_entry_id": "an entry of the read log",
    "cohorts_cohort.leave_out": "reasons, not persons",
    "cohorts_cohort.told": "counts after disclosure control",
    "comparing_planned_result.told": "counts after disclosure control",
    "detection_extract.content": "encrypted, kept only until the extract is stored, which leaves out who is left alone",
    "erasure_count.programme_id": "a programme",
    "erasure_count.report_id": "a report of an erasing",
    "erasure_report.by_rule": "counts",
    "erasure_report.rows": "counts",
    "evaluation_report.content": "counts after disclosure control",
    "evaluation_told.basis": "counts",
    "evaluation_told.numbers": "counts",
    "governance_paper.content": "an agreement between organisations, signed",
    "kernel_receipt.key": "one sent page",
    "measurement_score_file.content": "encrypted, kept only until it is stored",
    "occasions_occasion.again_of_id": "an occasion",
    "occasions_occasion.offers": "offers",
    "offers_offer.description": "what an offer says of itself",
    "offers_offer.figures": "counts of an offer",
    "organisations_organisation.imported_as": "an organisation",
    "orders_day_answer.answers": "yes or no to each of several days",
    "orders_day_choice.days": "days and places",
    "own_instruments_draft.definition": "questions",
    "own_instruments_words.words": "an instrument's texts in another language",
    "reach_film_part.content": "a film and what goes with it: whoever is seen in it has a yes that takes it away",
    "reach_material.series": "a text's versions",
    "research_export.content": "under other names, encrypted, and gone on a day that is set beforehand",
    "research_export.done": "what was made coarser",
    "rides_bus_line.trips": "a timetable",
    "training_material.content": "what is taught with",
    "training_material.series": "a material's versions",
    "running_own_recipe.recipe": "a recipe",
    "running_snapshot.recipe": "a recipe",
    "matching_weights.points": "points",
    "upkeep_change.before": "an offer",
    "upkeep_merge.before": "an offer",
    "voices_statement.codes": "words a statement is coded by",
    # Texts that tell who somebody is, or how somebody is.
    "access_membership.name": "whoever signs in: an account, closed by the organisation",
    "access_membership.phone": "as above",
    "finances_pool_application.applicant": "an association or a firm that applies",
    "finances_pool_application.contact": "somebody at work there",
    "governance_seat.name": "who sits in a steering group",
    "groups_idea.came_of_it": "what a group made of it, about nobody in particular",
    "groups_idea.words": "a group's wish, about nobody in particular",
    "groups_trouble.what_was_done": "as above",
    "groups_trouble.words": "free text about a group: not searched for names (029)",
    "occasions_occasion.goes_along": "staff and volunteers on the bus",
    "orders_day_answer.email": "as above",
    "orders_day_answer.name": "a supplier, or a host",
    "orders_day_answer.phone": "as above",
    "orders_day_answer.words": "what a supplier says to some days",
    "orders_order.answer": "what a supplier says",
    "orders_order.email": "as above",
    "orders_order.name": "a supplier",
    "orders_order.phone": "as above",
    "organisations_conversation.about": "what two organisations spoke of",
    "organisations_conversation.result": "as above",
    "organisations_conversation.targets": "as above",
    "organisations_conversation.with_whom": "somebody at work",
    "organisations_key_person.deputy_name": "somebody at work",
    "organisations_key_person.deputy_phone": "as above",
    "organisations_key_person.email": "as above",
    "organisations_key_person.name": "as above",
    "organisations_key_person.phone": "as above",
    "presence_unit_visit.came_up": "what a unit spoke of, about nobody in particular",
    "presence_unit_visit.who_was_there": "somebody at work",
    "reach_film_consent.name": "a yes to be seen in a film, taken back by itself: the film's own proof (029)",
    "rides_booking.driver": "a volunteer who drives",
    "rides_booking.what_for": "a drive of a group",
    "training_attendee.name": "somebody at work who is taught",
    "training_course_group.language": "what some on a course speak together",
    "training_course_group.name": "what they call themselves",
    "training_course_group.tongue_by": "who helps on a course in the mother tongue",
    "training_course_group_member.name": "somebody who is taught, by an own wish; gone with the group",
    "training_instructor.comes_from": "where somebody who teaches comes from",
    "training_instructor.name": "somebody who teaches",
    "voices_statement.called": "a statement has a consent and an end of its own (029)",
    "voices_statement.text": "as above",
    "volunteers_expense.what": "what a volunteer has laid out",
    "volunteers_own_background.background": "a volunteer's own word of himself or herself",
    "volunteers_own_background.languages": "as above",
    "volunteers_wishes.area": "a volunteer's, as told by himself or herself",
    "volunteers_wishes.interests": "as above",
    "volunteers_wishes.languages": "as above",
    "volunteers_wishes.meets_sex": "as above",
    "volunteers_wishes.sex": "as above",
    "volunteers_wishes.skills": "as above",
    "volunteers_wishes.with_friend": "as above",
}
# Tables with persons that say neither that somebody is kept nor that there was contact.
SAYS_NOTHING = {
    "episodes_episode",  # read by itself in erase_facts
    "episodes_move",
    "detection_entry",
    "people_relative",
    "communication_way",
    "screening_other_side",  # its screening says it
}
TELLS = (Privacy.IDENTIFYING, Privacy.HEALTH)
STAFF = ("user_id", "_by_id")  # who did it: an account, never a person it is about


def unanswered(model: type[TenantModel], going: set[str], answers: dict[str, str]) -> list[str]:
    """Columns that may name somebody and have no answer."""
    if model._meta.db_table in going:
        return []
    found = []
    for field in model._meta.local_fields:
        name = f"{model._meta.db_table}.{field.column}"
        staff = field.column.endswith(STAFF)
        if field.name in model.ERASURE or field.name in ("id", "municipality_id") or staff or name in answers:
            continue
        base = field.base_field if isinstance(field, ArrayField) else field
        told = isinstance(base, models.CharField | models.TextField) and model.PRIVACY[field.name] in TELLS
        bare = isinstance(base, models.UUIDField | models.JSONField | models.BinaryField)
        if told or (bare and not isinstance(field, TenantForeignKey)):
            found.append(name)
    return found


def going() -> set[str]:
    return {one.table for one in erasing.plan().going}


def test_everything_that_may_name_a_person_has_an_answer():
    gone = going()
    assert [name for model in tenant_models() for name in unanswered(model, gone, STANDS)] == []


def test_no_answer_stands_for_a_column_that_is_gone():
    gone = going()
    asked = {name for model in tenant_models() for name in unanswered(model, gone, {})}
    assert set(STANDS) - asked == set()


def test_a_new_column_without_an_answer_would_be_found():
    class Later(TenantModel):
        TABLE = Tenant()
        PRIVACY = levels(internal="about_id others told kind", identifying="name", health="words")
        about_id = models.UUIDField()
        others = ArrayField(models.UUIDField())
        told = models.JSONField()
        kind = models.CharField(max_length=10)
        name = models.CharField(max_length=10)
        words = ArrayField(models.TextField())

        class Meta:
            app_label = "erasure"
            managed = False
            db_table = "later"

    try:
        texts = ["later.name", "later.words"]
        assert unanswered(Later, set(), {}) == ["later.about_id", "later.others", "later.told", *texts]
        Later.ERASURE = {"about_id": Erasure.GOES, "others": Erasure.EMPTIED, "told": Erasure.EMPTIED}
        assert unanswered(Later, set(), {}) == texts
        assert unanswered(Later, {"later"}, {}) == []  # as KNOWN_BY makes it
    finally:
        from django.apps import apps

        del apps.all_models["erasure"]["later"]
        apps.clear_cache()


def test_no_row_that_stands_refers_to_one_that_goes():
    gone = going()
    left = [
        f"{model._meta.db_table}.{field.name}"
        for model in tenant_models()
        for field in model._meta.local_fields
        if isinstance(field, TenantForeignKey)
        and field.related_model._meta.db_table in gone
        and model._meta.db_table not in gone
        and model.ERASURE.get(field.name) is not Erasure.EMPTIED
    ]
    assert left == []
    assert len(gone) > 40


def test_what_goes_unless_it_is_held_names_one_holder_and_nothing_else_holds_it():
    held = {
        model._meta.db_table: model.HELD_BY
        for model in tenant_models()
        if model.HELD_BY or Erasure.GOES_UNLESS_HELD in model.ERASURE.values()
    }
    assert held == {"volunteers_approval": "volunteer"}, "a table more: say here what holds it"

    class Lent(TenantModel):
        TABLE = Tenant()
        PRIVACY = levels(internal="interest volunteer lent_to")
        ERASURE = {"interest": Erasure.GOES_UNLESS_HELD}
        interest = TenantForeignKey("volunteers.Interest", null=True, related_name="+")
        volunteer = TenantForeignKey("access.Membership", null=True, related_name="+")
        lent_to = TenantForeignKey("organisations.Unit", null=True, related_name="+")

        class Meta:
            app_label = "erasure"
            managed = False
            db_table = "lent"

    try:
        order = ["volunteers_interest"]
        for nobody in ("", "id", "interest", "volunteers"):
            Lent.HELD_BY = nobody
            with pytest.raises(TypeError, match="lent: HELD_BY"):
                list(erasing._where(Lent, order, "people_person"))
        Lent.HELD_BY = "volunteer"
        (where,) = erasing._where(Lent, order, "people_person")
        assert where == '"interest_id" = any(ids_of_volunteers_interest) and "volunteer_id" is null'
    finally:
        from django.apps import apps

        del apps.all_models["erasure"]["lent"]
        apps.clear_cache()


def test_every_table_with_persons_says_whether_it_keeps_them():
    """So that nobody with rows in a new table is erased by time before somebody has thought about it."""
    with_persons = {
        model._meta.db_table
        for model in tenant_models()
        for field in model._meta.local_fields
        if isinstance(field, TenantForeignKey) and field.related_model._meta.db_table == "people_person"
    }
    said = {table for table, _word, _condition in erase_facts.SAYS} | SAYS_NOTHING
    assert said == with_persons


def test_the_function_is_the_erasers_and_the_eraser_can_do_nothing_else(db):
    with connection.cursor() as cursor:
        cursor.execute("select rolcanlogin, rolsuper, rolbypassrls from pg_roles where rolname = 'brobygger_eraser'")
        assert cursor.fetchone() == (False, False, False)
        cursor.execute(
            "select pg_get_userbyid(proowner), proconfig, has_function_privilege('brobygger_app', p.oid, 'execute'), "
            "has_function_privilege('brobygger_public', p.oid, 'execute') from pg_proc p where proname = %s",
            ["brobygger_erase"],
        )
        assert cursor.fetchall() == [("brobygger_eraser", ["search_path=public, pg_temp"], True, False)]
        cursor.execute(
            "select table_name, privilege_type from information_schema.role_table_grants "
            "where grantee = 'brobygger_eraser' and privilege_type not in ('SELECT', 'DELETE', 'UPDATE')"
        )
        assert cursor.fetchall() == []
        cursor.execute("select pg_has_role('brobygger_app', 'brobygger_eraser', 'member')")
        assert cursor.fetchone() == (False,)


@pytest.mark.parametrize("table", ["people_person", "episodes_move", "audit_change"])
def test_the_eraser_reaches_one_municipality(db, table):
    with connection.cursor() as cursor:
        cursor.execute(
            "select qual, with_check from pg_policies where tablename = %s and policyname = 'erase'", [table]
        )
        ((using, checked),) = cursor.fetchall()
    assert "municipality_id" in using
    assert "municipality_id" in checked
    assert floors.APP_ROLE not in using
