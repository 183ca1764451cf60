"""Addresses of visits. No answer ever stands in one."""

from django.urls import URLPattern, path

from brobygger.web.staff.visits import answering, asking, near

urlpatterns: list[URLPattern] = [
    path("besoeg/<uuid:episode_id>/", asking.begin, name="visit"),
    path("besoeg/<uuid:episode_id>/<int:number>/", asking.item, name="visit_item"),
    path("besoeg/<uuid:episode_id>/gem/", asking.save, name="visit_save"),
    path("besoeg/<uuid:episode_id>/svar/", answering.result, name="visit_result"),
    path("besoeg/<uuid:episode_id>/ja/", answering.yes, name="visit_yes"),
    path("besoeg/<uuid:episode_id>/nej/", answering.no, name="visit_no"),
    path("besoeg/<uuid:episode_id>/oensker/", answering.wishes, name="visit_wishes"),
    path("besoeg/<uuid:episode_id>/i-naerheden/", near.near, name="visit_near"),
    path("besoeg/<uuid:episode_id>/slut/", answering.end, name="visit_end"),
]
