"""Django's settings. Everything that differs between installations comes from environment.py."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from psycopg.conninfo import conninfo_to_dict

from brobygger.config.environment import current

ENVIRONMENT = current()
ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "brobygger" / "web"

SECRET_KEY = ENVIRONMENT.secret_key
DATA_KEY = ENVIRONMENT.data_key
DEBUG = ENVIRONMENT.debug
DEMO = ENVIRONMENT.demo
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)
VAR = ENVIRONMENT.var
BROBYGGER_PHONE = ENVIRONMENT.phone
BROBYGGER_ADDRESS = ENVIRONMENT.address

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "procrastinate.contrib.django",
    "brobygger.foundation.kernel",
    "brobygger.foundation.audit",
    "brobygger.registry.organisations",
    "brobygger.registry.access",
    "brobygger.registry.away",
    "brobygger.registry.links",
    "brobygger.registry.erasure",
    "brobygger.registry.own_instruments",
    "brobygger.registry.people",
    "brobygger.registry.communication",
    "brobygger.programmes.running",
    "brobygger.programmes.governance",
    "brobygger.programmes.training",
    "brobygger.programmes.finances",
    "brobygger.programmes.anchoring",
    "brobygger.programmes.presence",
    "brobygger.communities.offers",
    "brobygger.communities.directory",
    "brobygger.communities.upkeep",
    "brobygger.communities.reach",
    "brobygger.communities.groups",
    "brobygger.communities.volunteers",
    "brobygger.pathway.episodes",
    "brobygger.pathway.detection",
    "brobygger.pathway.occasions",
    "brobygger.pathway.outreach",
    "brobygger.pathway.observations",
    "brobygger.pathway.screening",
    "brobygger.pathway.referrals",
    "brobygger.pathway.matching",
    "brobygger.pathway.first_meeting",
    "brobygger.pathway.attendance",
    "brobygger.pathway.rides",
    "brobygger.pathway.at_home",
    "brobygger.pathway.orders",
    "brobygger.pathway.followup",
    "brobygger.pathway.measurement",
    "brobygger.insight.evaluation",
    "brobygger.insight.research",
    "brobygger.insight.cohorts",
    "brobygger.insight.comparing",
    "brobygger.insight.voices",
    "brobygger.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "brobygger.web.shared.language.ChosenLanguageMiddleware",
    "brobygger.web.shared.not_kept.NothingHereMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "brobygger.web.shared.storable.StorableWordsMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "brobygger.config.urls"
WSGI_APPLICATION = "brobygger.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "brobygger.web.shared.jinja.Pages",
        "NAME": "jinja2",
        "DIRS": [WEB / "templates"],
        "OPTIONS": {"environment": "brobygger.web.shared.jinja.environment"},
    },
    {  # only for what libraries bring with them
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]


def _database(url: str | None) -> dict[str, Any]:
    """Django's form of a libpq connection string. Without one, a name that cannot be connected to."""
    given = conninfo_to_dict(url) if url else {"dbname": "no-database-chosen"}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": given.get("dbname", ""),
        "USER": given.get("user", ""),
        "PASSWORD": given.get("password", ""),
        "HOST": given.get("host", ""),
        "PORT": given.get("port", ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {
    "default": _database(ENVIRONMENT.database_url),
    "owner": _database(ENVIRONMENT.owner_database_url) | {"CONN_MAX_AGE": 0},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "start"
ACCOUNT_ADAPTER = "brobygger.web.shared.sign_in.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Brobygger"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 9 * 60 * 60  # a working day
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMO
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 0 if DEMO else 31_536_000
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000  # form fields; an extract is a file and has its own limit
FILE_UPLOAD_MAX_MEMORY_SIZE = 5_000_000

# Attempts to sign in are counted across the processes of one machine.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(VAR / "cache")}}

PROCRASTINATE_IMPORT_PATHS = ["brobygger.journeys.tasks"]
PROCRASTINATE_WORKER_DEFAULTS = {"stalled_worker_timeout": 120.0}  # seconds; journeys/tasks.py says why

LANGUAGE_CODE = "da"
LANGUAGES = [("da", "Dansk"), ("en", "English")]
LOCALE_PATHS = [WEB / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Copenhagen"

STATIC_URL = "/static/"
STATICFILES_DIRS = [WEB / "static"]
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns about a folder that is not there yet
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEMO
WHITENOISE_MAX_AGE = 3600
MEDIA_ROOT = VAR / "files"
REGISTER_DROP = ENVIRONMENT.register_drop

_smtp = urlsplit(ENVIRONMENT.smtp_url or "")
if ENVIRONMENT.smtp_url:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _smtp.hostname or "", _smtp.port or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _smtp.username or "", _smtp.password or ""
    EMAIL_USE_TLS = _smtp.scheme == "smtp+tls"
    EMAIL_TIMEOUT = 20  # seconds; one server that does not answer must not hold the others' messages up
else:  # a demonstration keeps its e-mails where one can read them
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(VAR / "mail")
DEFAULT_FROM_EMAIL = ENVIRONMENT.sender
SMS_URL, SMS_KEY = ENVIRONMENT.sms_url, ENVIRONMENT.sms_key
ROUTES_URL = ENVIRONMENT.routes_url

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
