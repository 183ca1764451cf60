"""Addresses of register extracts, the visits they lead to, and their letters."""

from django.urls import URLPattern, path

from brobygger.web.staff.register import answers, extract, letters, rounds, schedule, turnover

urlpatterns: list[URLPattern] = [
    path("indsatser/<uuid:programme_id>/udtraek/", extract.upload, name="extract_upload"),
    path("indsatser/<uuid:programme_id>/udtraek/over-tid/", turnover.over_time, name="turnover"),
    path("indsatser/<uuid:programme_id>/udtraek/<uuid:extract_id>/", extract.preview, name="extract"),
    path("indsatser/<uuid:programme_id>/udtraek/<uuid:extract_id>/gem/", extract.commit, name="extract_commit"),
    path("indsatser/<uuid:programme_id>/udtraek/<uuid:extract_id>/gemmer/", extract.storing, name="extract_storing"),
    path("indsatser/<uuid:programme_id>/udtraek/<uuid:extract_id>/stop/", extract.stop, name="extract_stop"),
    path("indsatser/<uuid:programme_id>/besoeg/planlaeg/", letters.plan, name="visits_plan"),
    path("indsatser/<uuid:programme_id>/udtraek-af-sig-selv/", schedule.schedule, name="extract_plan"),
    path("indsatser/<uuid:programme_id>/udtraek-af-sig-selv/stop/", schedule.stop, name="extract_plan_stop"),
    path("indsatser/<uuid:programme_id>/aldre/", schedule.ages, name="extract_ages"),
    path("indsatser/<uuid:programme_id>/besoeg/fordel/", rounds.propose, name="visit_rounds"),
    path("indsatser/<uuid:programme_id>/besoeg/kalender/", rounds.calendar, name="rounds_calendar"),
    path("indsatser/<uuid:programme_id>/besoeg/<uuid:visit_id>/flyt/", rounds.move, name="rounds_move"),
    path("indsatser/<uuid:programme_id>/besoeg/timer/<uuid:membership_id>/", rounds.hours, name="rounds_hours"),
    path("indsatser/<uuid:programme_id>/breve/", letters.letters, name="letters"),
    path("indsatser/<uuid:programme_id>/breve/breve.pdf", letters.as_pdf, name="letters_pdf"),
    path("indsatser/<uuid:programme_id>/svar/", answers.waiting, name="visit_answers"),
    path("indsatser/<uuid:programme_id>/svar/<uuid:visit_id>/", answers.answer, name="visit_answer"),
]
