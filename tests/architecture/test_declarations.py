"""Every table says whose rows it holds, every field how sensitive it is, and the database's keys follow from it."""

from __future__ import annotations

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models

from brobygger.foundation.kernel import floors
from brobygger.foundation.kernel.tenancy import Privacy, System, Tenant, TenantForeignKey, TenantModel
from brobygger.foundation.kernel.third_party import THIRD_PARTY
from tests.rows import ours, tenant_models, tenant_tables

# Indexes that do not begin with the municipality, each with its reason.
OTHER_INDEXES = {
    "access_membership (user_id)": "a sign-in finds its roles before any municipality is known",
}
# References from a municipality's rows to rows of the installation.
OTHER_REFERENCES = {
    "access_membership → access_user": "a sign-in belongs to the installation: it is checked before the municipality",
}
NOT_OURS = {"procrastinate"}  # job names and ids of rows, never data about a person (floors.py)


def our_models() -> list[type[models.Model]]:
    return [model for model in ours() if model.__module__.startswith("brobygger.")]


def undeclared(model: type[models.Model]) -> list[str]:
    """Names of fields without a level, and of levels without a field."""
    privacy = getattr(model, "PRIVACY", {})
    names = {field.name for field in model._meta.get_fields() if field.concrete}
    attnames = {field.attname for field in model._meta.concrete_fields}
    return sorted((names - set(privacy)) - {"id"}) + sorted(set(privacy) - names - attnames - {"municipality_id"})


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.db_table)
def test_every_field_declares_how_sensitive_it_is(model):
    assert undeclared(model) == []
    assert all(isinstance(level, Privacy) for level in model.PRIVACY.values())


def test_a_field_without_a_level_would_be_found():
    class Forgotten:
        PRIVACY = {"name": Privacy.IDENTIFYING, "gone": Privacy.HEALTH}

        class _meta:
            concrete_fields = ()

            @staticmethod
            def get_fields():
                return [models.CharField(name="name"), models.TextField(name="diagnosis")]

    for field in (fields := Forgotten._meta.get_fields()):
        field.concrete = True
    Forgotten._meta.get_fields = staticmethod(lambda: fields)
    assert undeclared(Forgotten) == ["diagnosis", "gone"]


def test_every_table_is_classified_with_a_reason():
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in NOT_OURS:
            assert not model._meta.managed
            continue
        told = floors.classification(model)
        assert isinstance(told, Tenant | System)
        if isinstance(told, System):
            assert len(told.why) > 20 or told in THIRD_PARTY.values(), f"{model}: say why it is nobody's"


def test_everything_that_is_not_a_municipalitys_is_known_here():
    """A new table of the installation's own is a decision, not an accident."""
    own = {model._meta.db_table for model in our_models() if isinstance(floors.classification(model), System)}
    index = {"directory_entry", "directory_word", "directory_changed", "directory_count"}  # decision 017
    assert own == {"access_user", "organisations_municipality", "running_joint_count", "comparing_shown"} | index


@pytest.mark.parametrize("model", tenant_models(), ids=lambda model: model._meta.db_table)
def test_a_municipalitys_table_is_made_of_the_right_parts(model):
    assert issubclass(model, TenantModel)
    for field in model._meta.local_fields:
        if isinstance(field, models.ForeignKey) and issubclass(field.related_model, TenantModel):
            assert isinstance(field, TenantForeignKey), f"{field}: a plain foreign key accepts another's row"


@pytest.mark.parametrize("table", tenant_tables())
def test_the_primary_key_begins_with_the_municipality(db, table):
    assert keys(table, "p") == [["municipality_id", "id"]]


@pytest.mark.parametrize("table", tenant_tables())
def test_every_index_begins_with_the_municipality(db, table):
    with connection.cursor() as cursor:
        cursor.execute(
            "select array(select attname::text from unnest(indkey) with ordinality as k(number, place) "
            "join pg_attribute a on a.attrelid = indrelid and a.attnum = k.number order by place) "
            "from pg_index where indrelid = %s::regclass",
            [table],
        )
        indexes = [columns for (columns,) in cursor.fetchall()]
    others = [f"{table} ({', '.join(columns)})" for columns in indexes if columns[:1] != ["municipality_id"]]
    assert set(others) <= set(OTHER_INDEXES)


@pytest.mark.parametrize("model", tenant_models(), ids=lambda model: model._meta.db_table)
def test_every_reference_stays_within_the_municipality(db, model):
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "select confrelid::regclass::text, array(select attname::text from unnest(conkey) with ordinality "
            "as k(number, place) join pg_attribute a on a.attrelid = conrelid and a.attnum = k.number order by place), "
            "convalidated from pg_constraint where contype = 'f' and conrelid = %s::regclass",
            [table],
        )
        found = cursor.fetchall()
    for target, columns, validated in found:
        assert validated
        if columns[0] != "municipality_id":
            assert f"{table} → {target}" in OTHER_REFERENCES
    inside = {columns[1] for _target, columns, _validated in found if columns[0] == "municipality_id"}
    wanted = {field.column for field in model._meta.local_fields if isinstance(field, TenantForeignKey)}
    assert inside == wanted


def test_the_exceptions_are_still_needed(db):
    assert {"access_membership (user_id)"} == set(OTHER_INDEXES)
    assert keys("access_membership", "f")
    assert ["user_id"] in keys("access_membership", "f")


def test_no_migration_is_missing(db):
    told = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=told, stderr=told)
    assert "No changes detected" in told.getvalue()


def test_no_view_and_no_materialised_view_goes_round_the_policies(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace "
            "where nspname = 'public' and (relkind = 'm' or (relkind = 'v' and "
            "not coalesce('security_invoker=true' = any(reloptions), false)))"
        )
        assert cursor.fetchall() == []


def test_no_function_reads_with_its_owners_rights_but_the_erasers(db):
    """A SECURITY DEFINER function of the owner would read every municipality; the eraser's own policies bind it. The
    one that counts for the planner gives nothing back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select proname, case when prorettype = 'void'::regtype then 'nothing' else pg_get_userbyid(proowner) end "
            "from pg_proc p join pg_namespace n on n.oid = p.pronamespace where nspname = 'public' and prosecdef "
            "order by 1"
        )
        assert cursor.fetchall() == [("brobygger_erase", "brobygger_eraser"), ("brobygger_learn_sizes", "nothing")]


def keys(table: str, kind: str) -> list[list[str]]:
    """Columns of a table's constraints of one kind, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select array(select attname::text from unnest(conkey) with ordinality as k(number, place) "
            "join pg_attribute a on a.attrelid = conrelid and a.attnum = k.number order by place) "
            "from pg_constraint where contype = %s and conrelid = %s::regclass",
            [kind, table],
        )
        return [columns for (columns,) in cursor.fetchall()]
