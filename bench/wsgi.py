"""The web server's entry while measuring."""

from django.conf import settings

from brobygger.config.wsgi import application

settings.ROOT_URLCONF = "bench.urls"

__all__ = ["application"]
