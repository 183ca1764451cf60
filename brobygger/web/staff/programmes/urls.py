"""Addresses of programmes and their reports."""

from django.urls import URLPattern, path

from brobygger.web.staff.programmes import report, views

urlpatterns: list[URLPattern] = [
    path("indsatser/", views.programmes, name="programmes"),
    path("indsatser/<uuid:programme_id>/", views.programme, name="programme"),
    path("indsatser/<uuid:programme_id>/rapport/", report.report, name="report"),
    path("indsatser/<uuid:programme_id>/rapport/gem/", report.save, name="report_save"),
    path("indsatser/<uuid:programme_id>/rapport/rapport.pdf", report.as_pdf, name="report_pdf"),
    path("indsatser/<uuid:programme_id>/rapport/rapport.json", report.as_json, name="report_json"),
    path("indsatser/<uuid:programme_id>/rapport/rapport.xlsx", report.as_xlsx, name="report_xlsx"),
]
