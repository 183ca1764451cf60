"""Addresses of my_day."""

from django.urls import URLPattern, path

from brobygger.web.staff.my_day import views

urlpatterns: list[URLPattern] = [path("min-dag/", views.my_day, name="my_day")]
