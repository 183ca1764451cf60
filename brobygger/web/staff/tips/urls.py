"""Addresses of tips."""

from django.urls import URLPattern, path

from brobygger.web.staff.tips import signed_up, taking_up, views

urlpatterns: list[URLPattern] = [
    path("besked/", views.send, name="send_tip"),
    path("besked/<uuid:tip_id>/kvittering/", views.receipt, name="receipt"),
    path("beskeder/", views.tips, name="tips"),
    path("beskeder/selv/<uuid:sign_up_id>/", signed_up.answer, name="settle_sign_up"),
    path("beskeder/<uuid:tip_id>/", taking_up.tip, name="tip"),
    path("beskeder/<uuid:tip_id>/luk/", taking_up.close, name="close_tip"),
]
