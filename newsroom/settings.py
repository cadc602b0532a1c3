"""Every knob is an environment variable with a safe default; docs/operations.md has the table."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _
from whitenoise.compress import Compressor

from newsroom import environment as env
from newsroom.mail import mailers

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("DATA_DIR", str(BASE_DIR / ".data"))).absolute()
DEBUG = env.flag("DEBUG")
DEMO = env.flag("NEWSROOM_DEMO")

# --- where the site lives -------------------------------------------------------------------------------------
PORT = env.whole_number("PORT", 8000)
SITE_URL = env.text("SITE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS") or [
    urlsplit(SITE_URL).hostname or "localhost",
    "localhost",
    "127.0.0.1",
]
WEB_CONCURRENCY = env.whole_number("WEB_CONCURRENCY", os.cpu_count() or 1)
HTTPS = SITE_URL.startswith("https://")
# How many proxies stand before the web server and add to X-Forwarded-For: who asks is told by the first of them.
PROXIES = env.whole_number("PROXIES", 1 if HTTPS else 0, least=0)
CSRF_FAILURE_VIEW = "newsroom.views.errors.forged"
CSRF_TRUSTED_ORIGINS = [SITE_URL] if HTTPS else []
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
# Whether all subdomains speak HTTPS, and for ever, is for the owner of the domain to say at the proxy.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]

# --- secrets and database -------------------------------------------------------------------------------------
# manage.py, wsgi.py and the tests put the embedded server's address into DATABASE_URL when it is unset.
EMBEDDED = env.flag("NEWSROOM_EMBEDDED_DATABASE")
if not env.text("DATABASE_URL"):
    raise ImproperlyConfigured("DATABASE_URL is unset: start through manage.py, or set it")
DATABASES = {"default": env.database(env.text("DATABASE_URL"))}
# For the statements of briefings/prepared.py; psycopg takes None for never.
DATABASES["default"]["OPTIONS"]["prepare_threshold"] = env.whole_number("PREPARE_AFTER", 5, least=0) or None

SECRET_KEY = env.text("SECRET_KEY")
if not SECRET_KEY and (DEMO or EMBEDDED):
    SECRET_KEY = env.kept_secret(DATA_DIR / "secret_key")
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is unset: set it to at least 50 random characters")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")  # former keys: links in old mails go on working

# --- applications ---------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "taggit",  # before ours, which replaces its admin; so is the next
    "procrastinate.contrib.django",
    "newsroom",
    "briefings",
    "search",
    "subscriptions",
    "newsroom.backoffice.BackOfficeConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django_prose_editor",
    "js_asset",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "newsroom.pagecache.PageCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "newsroom.middleware.SiteMiddleware",
    "newsroom.middleware.RedirectMiddleware",
]
ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {  # public pages; it leaves the names of the back office's templates to the next
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "environment": "newsroom.templating.environment",
            "context_processors": ["django.template.context_processors.csp", "newsroom.context.chrome"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.csp",
            ],
        },
    },
]
AUTHENTICATION_BACKENDS = ["newsroom.permissions.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"

# --- languages and time ---------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ko", _("Korean"))]
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = env.text("TIME_ZONE", "Asia/Seoul" if DEMO else "UTC")  # the sample institute sits in Seoul

# --- files ----------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
# Besides what is compressed already: source maps, 2 MB that only a developer's browser asks for.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- mail -----------------------------------------------------------------------------------------------------
MAILERS = mailers(env.text("EMAIL_URL"), demo=DEMO, data_dir=DATA_DIR)

# Where mail that cannot be delivered comes back to; each message has an address of its own, bounces+…@, of it.
BOUNCE_ADDRESS = env.text("BOUNCE_ADDRESS")
# Where mails that ask to leave a list go, unsubscribe+…@; it has to end up with what is read of BOUNCE_ADDRESS.
UNSUBSCRIBE_ADDRESS = env.text("UNSUBSCRIBE_ADDRESS")
# imaps://user:password@host/INBOX, read every five minutes; the password may stand apart.
BOUNCE_MAILBOX = env.text("BOUNCE_MAILBOX")
BOUNCE_MAILBOX_PASSWORD = env.text("BOUNCE_MAILBOX_PASSWORD")
# What proves that a provider's events come from it: user:password of its webhook, or the key that it signs them with.
ANYMAIL_WEBHOOK_SECRET = env.text("ANYMAIL_WEBHOOK_SECRET")
ANYMAIL_SIGNING_KEY = env.text("ANYMAIL_SIGNING_KEY")
SENDING_CONNECTIONS = env.whole_number("SENDING_CONNECTIONS", 4)  # of each process that sends
SENDING_RATE = env.whole_number(
    "SENDING_RATE", 0, least=0
)  # messages a second of all of them; 0: as many as go
SENDING_DOMAIN_RATES = env.rates("SENDING_DOMAIN_RATES")  # the same for single domains

# --- mailing lists --------------------------------------------------------------------------------------------
SUBSCRIPTIONS_HOST = "newsroom.mailing_host.Newsroom"
# Domains whose mail is signed, as whoever set that up notes here: only their name servers could tell.
DKIM_DOMAINS = [name.lower() for name in env.words("DKIM_DOMAINS")]
SIGNUPS_PER_HOUR = env.whole_number("SIGNUPS_PER_HOUR", 1000)  # of everybody together
SIGNUPS_PER_IP = env.whole_number("SIGNUPS_PER_IP", 20)  # an hour
SIGNUPS_PER_DOMAIN = env.whole_number("SIGNUPS_PER_DOMAIN", 200)  # an hour
EVIDENCE_IP_DAYS = env.whole_number("EVIDENCE_IP_DAYS", 180)

# --- headers --------------------------------------------------------------------------------------------------
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"

# --- log: to standard error, where any supervisor finds it ----------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["console"], "level": "ERROR", "propagate": False}},
}

# --- the rest -------------------------------------------------------------------------------------------------
PAGE_CACHE_MEGABYTES = env.whole_number("PAGE_CACHE_MEGABYTES", 64, least=0)
SEARCH_TIMEOUT = env.whole_number("SEARCH_TIMEOUT", 2_000)  # milliseconds one statement of a search may take
SEARCH_LOG = env.text("SEARCH_LOG", "1") != "0"  # count what readers look for
TAGGIT_CASE_INSENSITIVE = True
TAGGIT_STRIP_UNICODE_WHEN_SLUGIFYING = False
