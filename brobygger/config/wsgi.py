"""The web server's entry."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import reverse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brobygger.config.settings")
application = get_wsgi_application()
# Every page's code is read now, before gunicorn makes its workers, and not while the first reader waits.
reverse("start")

# Half a million objects of code and recipes live as long as the process. To look through them for garbage takes 30 ms
# in the middle of a page, so they are set aside, and the rest is looked at every fifty thousand new objects.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 100)
