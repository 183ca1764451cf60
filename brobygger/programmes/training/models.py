"""Courses, who was there, what employees feel sure of, and the time that is spent."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from brobygger.foundation.kernel.tenancy import Tenant, TenantForeignKey, TenantModel, levels
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.models import Membership
from brobygger.registry.organisations.models import Unit


class Course(TenantModel):
    """Competence development of any form: a course, spots of half an hour, supervision, a study visit …"""

    TABLE = Tenant(history=True)
    PRIVACY = levels(
        internal="programme title form for_whom topics teacher_kind teacher planned_on sessions minutes "
        "refresher_after_days must_before_start evaluation closed_on recipe_part owner municipal"
    )

    programme = TenantForeignKey(Programme, related_name="courses")
    title = models.CharField(max_length=200)
    form = models.CharField(max_length=20)
    for_whom = models.CharField(max_length=200, blank=True)
    topics = models.CharField(max_length=1000, blank=True)
    teacher_kind = models.CharField(max_length=20, blank=True)
    teacher = models.CharField(max_length=200, blank=True)
    planned_on = models.DateField(null=True)
    sessions = models.PositiveIntegerField(null=True)
    minutes = models.PositiveIntegerField(null=True)  # one session
    refresher_after_days = models.PositiveIntegerField(null=True)
    must_before_start = models.BooleanField(default=False)
    evaluation = models.CharField(max_length=1000, blank=True)
    owner = TenantForeignKey(Membership, null=True, related_name="+")
    closed_on = models.DateField(null=True)
    recipe_part = models.CharField(max_length=80, blank=True)
    municipal = models.BooleanField(default=False)  # the municipality's: on every effort's list

    class Meta:
        db_table = "training_course"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "programme", "title"],
                condition=Q(closed_on__isnull=True),
                name="course_titles_differ",
            )
        ]


class CourseDay(TenantModel):
    """One time a course was held, or is going to be."""

    TABLE = Tenant()
    PRIVACY = levels(internal="course held_on minutes place results said_afterwards")

    course = TenantForeignKey(Course, related_name="days")
    held_on = models.DateField()
    minutes = models.PositiveIntegerField()
    place = models.CharField(max_length=200, blank=True)
    results = models.CharField(max_length=2000, blank=True)  # what this one day led to
    said_afterwards = models.CharField(max_length=4000, blank=True)  # participants' own words, one on each line

    class Meta:
        db_table = "training_course_day"
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gt=0), name="a_course_day_lasts"),
        ]


class Instructor(TenantModel):
    """Somebody who may teach one course: since when, and which course made him or her ready for it (R234)."""

    TABLE = Tenant(history=True)
    PRIVACY = levels(internal="course since trained_by stopped_on", identifying="name comes_from")

    course = TenantForeignKey(Course, related_name="instructors")
    name = models.CharField(max_length=200)
    comes_from = models.CharField(max_length=200, blank=True)  # a unit, an association
    since = models.DateField()
    trained_by = TenantForeignKey(Course, null=True, related_name="+")
    stopped_on = models.DateField(null=True)

    class Meta:
        db_table = "training_instructor"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "course", "name"],
                condition=Q(stopped_on__isnull=True),
                name="once_on_the_list_of_a_course",
            )
        ]


class DayTeacher(TenantModel):
    """Who of the list taught on a day."""

    TABLE = Tenant()
    PRIVACY = levels(internal="day instructor")

    day = TenantForeignKey(CourseDay, related_name="teachers")
    instructor = TenantForeignKey(Instructor, related_name="days")

    class Meta:
        db_table = "training_day_teacher"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "day", "instructor"], name="a_teacher_once_a_day"),
        ]


class DayAnswer(TenantModel):
    """How many gave one answer to one question after a day: the sheets have no names, and only counts are kept."""

    TABLE = Tenant()
    PRIVACY = levels(internal="day question answer number")

    day = TenantForeignKey(CourseDay, related_name="answers")
    question = models.CharField(max_length=12)  # afterwards_rules.QUESTIONS
    answer = models.CharField(max_length=8)  # afterwards_rules.ANSWERS
    number = models.PositiveIntegerField()

    class Meta:
        db_table = "training_day_answer"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "day", "question", "answer"], name="an_answer_once_a_day"
            ),
        ]


class DayIdea(TenantModel):
    """An idea from one workshop, and what became of it (R272)."""

    TABLE = Tenant(history=True)
    PRIVACY = levels(internal="day words outcome came_of_it settled_on")

    day = TenantForeignKey(CourseDay, related_name="ideas")
    words = models.CharField(max_length=300)
    outcome = models.CharField(max_length=10, blank=True)  # rules.OUTCOMES; "" nobody has said
    came_of_it = models.CharField(max_length=300, blank=True)
    settled_on = models.DateField(null=True)

    class Meta:
        db_table = "training_day_idea"


class Attendee(TenantModel):
    """Somebody was there: a colleague of ours, or a name with a unit."""

    TABLE = Tenant()
    PRIVACY = levels(internal="day membership unit", identifying="name")

    day = TenantForeignKey(CourseDay, related_name="attendees")
    membership = TenantForeignKey(Membership, null=True, related_name="+")
    unit = TenantForeignKey(Unit, null=True, related_name="+")
    name = models.CharField(max_length=200)

    class Meta:
        db_table = "training_attendee"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "day", "unit", "name"], nulls_distinct=False, name="once_a_course_day"
            )
        ]


class SelfRating(TenantModel):
    """How sure an employee feels of one item of the competence form (1–4), and when it was talked about."""

    TABLE = Tenant(user="user_id")
    PRIVACY = levels(internal="programme membership user_id item sure said_at sparred_on")

    programme = TenantForeignKey(Programme, related_name="ratings")
    membership = TenantForeignKey(Membership, related_name="+")
    user_id = models.UUIDField()
    item = models.CharField(max_length=30)
    sure = models.PositiveIntegerField()
    said_at = models.DateTimeField()
    sparred_on = models.DateField(null=True)

    class Meta:
        db_table = "training_self_rating"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "programme", "membership", "item"], name="an_item_is_rated_once"
            )
        ]


class TimeSpent(TenantModel):
    """Minutes somebody has spent on a day, by code."""

    TABLE = Tenant(user="user_id")
    PRIVACY = levels(internal="programme membership user_id unit code spent_on minutes written_at")

    programme = TenantForeignKey(Programme, related_name="time_spent")
    membership = TenantForeignKey(Membership, related_name="+")
    user_id = models.UUIDField()
    unit = TenantForeignKey(Unit, null=True, related_name="+")
    code = models.CharField(max_length=20)
    spent_on = models.DateField()
    minutes = models.PositiveIntegerField()
    written_at = models.DateTimeField()

    class Meta:
        db_table = "training_time_spent"
        indexes = [models.Index(fields=["municipality_id", "programme", "spent_on"], name="time_spent_by_day")]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gt=0, minutes__lte=1440), name="a_day_has_1440_minutes"),
        ]


class TeachingMaterial(TenantModel):
    """One version of what is taught from: a file or a link, for which course, in use from a day until a day (R239)."""

    TABLE = Tenant(everybody=True)  # whoever is taught may read it
    PRIVACY = levels(
        internal="programme series version name course link file_name file_type content what_is_new used_from "
        "used_until made_at made_by_name"
    )

    programme = TenantForeignKey(Programme, related_name="teaching_materials")
    series = models.UUIDField()  # the same in every version
    version = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=200)
    course = TenantForeignKey(Course, null=True, related_name="materials")  # NULL: for every course
    link = models.URLField(max_length=500, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    file_type = models.CharField(max_length=100, blank=True)
    content = models.BinaryField(null=True)
    what_is_new = models.CharField(max_length=500, blank=True)
    used_from = models.DateField()
    used_until = models.DateField(null=True)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=200)

    class Meta:
        db_table = "training_material"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "series", "version"], name="one_material_a_version"),
            models.UniqueConstraint(
                fields=["municipality_id", "series"], condition=Q(used_until__isnull=True), name="one_material_now"
            ),
        ]


class MethodChange(TenantModel):
    """A course is taught in another way since the first did not work: why, and what came of it (R239)."""

    TABLE = Tenant()
    PRIVACY = levels(internal="course from_form to_form changed_on why came_of_it told_on changed_by_name")

    course = TenantForeignKey(Course, related_name="method_changes")
    from_form = models.CharField(max_length=20)
    to_form = models.CharField(max_length=20)
    changed_on = models.DateField()
    why = models.CharField(max_length=500)
    came_of_it = models.CharField(max_length=500, blank=True)
    told_on = models.DateField(null=True)
    changed_by_name = models.CharField(max_length=200)

    class Meta:
        db_table = "training_method_change"


class CourseGroup(TenantModel):
    """Some on a course who wish to be together by language or background, and who helps in the mother tongue (R233)."""

    TABLE = Tenant()
    PRIVACY = levels(internal="course wished_on", identifying="tongue_by", health="name language")

    course = TenantForeignKey(Course, related_name="groups")
    name = models.CharField(max_length=100)  # what they call it themselves
    language = models.CharField(max_length=10, blank=True)  # wording.tongues; "" no language of its own
    tongue_by = models.CharField(max_length=200, blank=True)
    wished_on = models.DateField()  # the day somebody wrote down that each of them wishes it

    class Meta:
        db_table = "training_course_group"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "course", "name"], name="groups_of_a_course_differ"),
        ]


class CourseGroupMember(TenantModel):
    """Somebody who wishes to be in a group on a course."""

    TABLE = Tenant()
    PRIVACY = levels(internal="group", health="name")  # the group tells of a background

    group = TenantForeignKey(CourseGroup, related_name="members")
    name = models.CharField(max_length=200)

    class Meta:
        db_table = "training_course_group_member"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "group", "name"], name="once_in_a_course_group"),
        ]


class ReleaseAsk(TenantModel):
    """Somebody asks for released time, for oneself or the unit, and the manager answers with a reason (R322).

    minutes: a week in all, not on top. given: what was agreed (0 with a no), from a day.
    """

    TABLE = Tenant(user="user_id", history=True)
    PRIVACY = levels(
        internal="programme membership user_id unit whole_unit minutes why asked_at answer given from_on reason "
        "answered_at answered_by_name"
    )

    programme = TenantForeignKey(Programme, related_name="release_asks")
    membership = TenantForeignKey(Membership, related_name="+")
    user_id = models.UUIDField()
    unit = TenantForeignKey(Unit, null=True, related_name="+")
    whole_unit = models.BooleanField(default=False)
    minutes = models.PositiveIntegerField()
    why = models.CharField(max_length=500)
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=4, blank=True)  # rules.RELEASE_ANSWERS; "" nobody has answered
    given = models.PositiveIntegerField(null=True)
    from_on = models.DateField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "training_release_ask"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "programme", "membership", "whole_unit"],
                condition=Q(answer=""),
                name="one_open_release_ask",
            )
        ]


class ToolFolder(TenantModel):
    """A folder of tools in a staff room, and the day it was last put right (R237)."""

    TABLE = Tenant(everybody=True)
    PRIVACY = levels(internal="programme place filled_on filled_by_name")

    programme = TenantForeignKey(Programme, related_name="folders")
    place = models.CharField(max_length=200)
    filled_on = models.DateField()
    filled_by_name = models.CharField(max_length=200)

    class Meta:
        db_table = "training_tool_folder"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "programme", "place"], name="one_folder_a_place"),
        ]
