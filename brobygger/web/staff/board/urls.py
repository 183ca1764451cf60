"""Addresses of board."""

from django.urls import URLPattern, path

from brobygger.web.staff.board import meeting, views

urlpatterns: list[URLPattern] = [
    path("tavle/", views.boards, name="board"),
    path("tavle/<uuid:unit_id>/", views.board, name="unit_board"),
    path("tavle/<uuid:unit_id>/vaeg/", views.wall, name="wall"),
    path("tavle/<uuid:unit_id>/moede/", meeting.meeting, name="unit_meeting"),
    path("tavle/<uuid:unit_id>/moede/aftale/", meeting.decide, name="unit_meeting_decide"),
    path("tavle/<uuid:unit_id>/moede/slut/", meeting.close, name="unit_meeting_close"),
]
