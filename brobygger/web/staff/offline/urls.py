"""Addresses of visits without coverage. The service worker stands at the root, so that its reach is every page."""

from django.urls import URLPattern, path

from brobygger.web.staff.offline import day, receiving, shell

urlpatterns: list[URLPattern] = [
    path("sw.js", shell.service_worker, name="service_worker"),
    path("uden-daekning/", shell.offline, name="offline"),
    path("uden-daekning/dag/", day.offline_day, name="offline_day"),
    path("besoeg/<uuid:episode_id>/modtag/", receiving.receive, name="offline_receive"),
    path("besoeg/<uuid:episode_id>/modtaget/", receiving.receipt, name="offline_receipt"),
]
