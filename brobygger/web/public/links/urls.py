"""The one address of signed links. What a link opens stands in its row, never in its address."""

from django.urls import URLPattern, path

from brobygger.web.public.links import views

urlpatterns: list[URLPattern] = [
    path("l/<str:token>/", views.link, name="link"),
    path("l/<str:token>/tak/", views.thanks, name="link_thanks"),
]
