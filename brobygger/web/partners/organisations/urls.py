"""Addresses of the organisations that take part, for the administrator."""

from django.urls import URLPattern, path

from brobygger.web.partners.organisations import views

urlpatterns: list[URLPattern] = [
    path("organisationer/", views.organisations, name="organisations"),
    path("organisationer/ny/", views.new_organisation, name="new_organisation"),
    path("organisationer/<uuid:organisation_id>/", views.organisation, name="organisation"),
    path("organisationer/<uuid:organisation_id>/enhed/", views.new_unit, name="new_unit"),
    path("organisationer/<uuid:organisation_id>/medlem/", views.new_member, name="new_member"),
    path("organisationer/rolle/<uuid:membership_id>/slut/", views.end_membership, name="end_membership"),
]
