"""Addresses of groups, their sessions and who came."""

from django.urls import URLPattern, path

from brobygger.web.partners.groups import printing, rides, sessions, views

urlpatterns: list[URLPattern] = [
    path("grupper/", views.groups, name="groups"),
    path("grupper/ny/", views.new_group, name="new_group"),
    path("grupper/<uuid:group_id>/", views.group, name="group"),
    path("grupper/<uuid:group_id>/moedegange/", views.plan_sessions, name="plan_sessions"),
    path("grupper/<uuid:group_id>/ark/", views.sheet, name="group_sheet"),
    path("grupper/<uuid:group_id>/program/", printing.month, name="group_month"),
    path("moedegange/<uuid:session_id>/", sessions.register, name="session"),
    path("moedegange/<uuid:session_id>/tilsagn/", sessions.promises, name="session_promises"),
    path("moedegange/<uuid:session_id>/koersel/", rides.rides, name="rides"),
    path("moedegange/<uuid:session_id>/ark/", printing.session_sheet, name="session_sheet"),
]
