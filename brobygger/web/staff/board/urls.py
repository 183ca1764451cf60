"""Addresses of board."""

from django.urls import URLPattern, path

from brobygger.web.staff.board import views

urlpatterns: list[URLPattern] = [
    path("tavle/", views.boards, name="board"),
    path("tavle/<uuid:unit_id>/", views.board, name="unit_board"),
    path("tavle/<uuid:unit_id>/vaeg/", views.wall, name="wall"),
]
