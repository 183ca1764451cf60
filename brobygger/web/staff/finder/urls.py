"""Addresses of the finder's own page."""

from django.urls import URLPattern, path

from brobygger.web.staff.finder import views

urlpatterns: list[URLPattern] = [
    path("mine-beskeder/", views.own_tips, name="own_tips"),
    path("beskeder/<uuid:tip_id>/maa-hoere/", views.may_hear, name="finder_may_hear"),
]
