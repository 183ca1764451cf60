"""The browser that tests drive."""

import shutil

# Without its windows the same browser takes a third less of the machine.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
WITHOUT_CHROMIUM = "Debian's chromium is missing: apt-get install chromium (as root, `make test` does it by itself)"
