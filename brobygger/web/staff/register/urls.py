"""Addresses of register extracts, the visits they lead to, and their letters."""

from django.urls import URLPattern, path

from brobygger.web.staff.register import answers, extract, letters

urlpatterns: list[URLPattern] = [
    path("indsatser/<uuid:programme_id>/udtraek/", extract.upload, name="extract_upload"),
    path("indsatser/<uuid:programme_id>/udtraek/<uuid:extract_id>/", extract.preview, name="extract"),
    path("indsatser/<uuid:programme_id>/udtraek/<uuid:extract_id>/gem/", extract.commit, name="extract_commit"),
    path("indsatser/<uuid:programme_id>/besoeg/planlaeg/", letters.plan, name="visits_plan"),
    path("indsatser/<uuid:programme_id>/breve/", letters.letters, name="letters"),
    path("indsatser/<uuid:programme_id>/breve/breve.pdf", letters.as_pdf, name="letters_pdf"),
    path("indsatser/<uuid:programme_id>/svar/", answers.waiting, name="visit_answers"),
    path("indsatser/<uuid:programme_id>/svar/<uuid:visit_id>/", answers.answer, name="visit_answer"),
]
