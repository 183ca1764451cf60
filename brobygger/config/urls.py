"""Root of all addresses: each folder of pages keeps its own list."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("brobygger.web.public.urls")),
    path("", include("brobygger.web.staff.urls")),
    path("", include("brobygger.web.partners.urls")),
]
