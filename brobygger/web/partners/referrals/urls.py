"""Addresses of what an organisation has been sent, and of the call before the first time."""

from django.urls import URLPattern, path

from brobygger.web.partners.referrals import contacts, passing, signed_up, their_way, views

urlpatterns: list[URLPattern] = [
    path("nye-til-os/", views.received, name="received"),
    path("nye-til-os/<uuid:referral_id>/", views.answer, name="answer_referral"),
    path("nye-til-os/selv/<uuid:sign_up_id>/", signed_up.answer, name="answer_sign_up"),
    path("nye-til-os/<uuid:referral_id>/videre/", passing.passed_on, name="pass_on_referral"),
    path("nye-til-os/<uuid:referral_id>/forloeb/", their_way.way, name="their_way"),
    path("foerste-kontakt/<uuid:contact_id>/", contacts.first_contact, name="first_contact"),
    path("foerste-kontakt/<uuid:contact_id>/ikke-fat-i/", contacts.not_reached, name="first_contact_not_reached"),
]
