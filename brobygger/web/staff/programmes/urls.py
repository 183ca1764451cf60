"""Addresses of programmes and their reports."""

from django.urls import URLPattern, path

from brobygger.web.staff.programmes import over_time, report, views

_REPORT = "indsatser/<uuid:programme_id>/rapport/"

urlpatterns: list[URLPattern] = [
    path("indsatser/", views.programmes, name="programmes"),
    path("indsatser/<uuid:programme_id>/", views.programme, name="programme"),
    path("indsatser/<uuid:programme_id>/over-tid/", over_time.over_time, name="over_time"),
    path(_REPORT, report.report, name="report"),
    path(f"{_REPORT}gem/", report.save, name="report_save"),
    path(f"{_REPORT}til/<slug:reader>/", report.report, name="report_for"),
    path(f"{_REPORT}til/<slug:reader>/<slug:fmt>/", report.as_file, name="report_for_file"),
    path(f"{_REPORT}gemt/<int:number>/", report.saved, name="report_saved"),
    path(f"{_REPORT}gemt/<int:number>/<slug:fmt>/", report.saved_file, name="report_saved_file"),
]
