"""The address of those who wait, as an association sees them."""

from django.urls import URLPattern, path

from brobygger.web.partners.waiting import views

urlpatterns: list[URLPattern] = [path("venter-hos-os/", views.nameless, name="nameless_waiting")]
