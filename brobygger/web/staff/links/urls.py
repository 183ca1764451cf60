"""Addresses of the links that are handed out to finders outside."""

from django.urls import URLPattern, path

from brobygger.web.staff.links import views

urlpatterns: list[URLPattern] = [
    path("beskeder/links/", views.handed_out, name="links"),
    path("beskeder/links/<uuid:link_id>/", views.shown, name="link_shown"),
    path("beskeder/links/<uuid:link_id>/seddel.pdf", views.slip, name="link_slip"),
    path("beskeder/links/<uuid:link_id>/forny/", views.renew, name="link_renew"),
    path("beskeder/links/<uuid:link_id>/luk/", views.withdraw, name="link_withdraw"),
]
