"""Settings. Every value that differs between installations comes from the environment."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from geotarget.channels.own_accounts import read_accounts
from geotarget.channels.second_account import second_accounts
from geotarget.database import database
from geotarget.domain.delivery_state import LEASE_SECONDS, RECONCILE_SECONDS
from geotarget.domain.sending_time import minutes_of_day
from geotarget.outbound.rates import rates
from geotarget.running import addresses, paths
from geotarget.running.log_lines import keep_secret, log_settings
from geotarget.running.secrets import key_pair, secret

env = environ.Env()

BASE_DIR: Path = paths.REPOSITORY
VAR_DIR: Path = paths.var()

# --- Where we are reached ---------------------------------------------------------------------

PORT = env.int("PORT", default=8000)
PUBLIC_URL = env.str("PUBLIC_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/")
"""The address in people's browsers. `https` here switches on everything that needs TLS."""

HTTPS = PUBLIC_URL.startswith("https://")
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=[urlsplit(PUBLIC_URL).hostname, "127.0.0.1", "localhost", "[::1]"]
)
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
SECRET_KEY = env.str("SECRET_KEY", default="") or secret("django")
KEYS_DIR = env.str("KEYS_DIR", default=str(VAR_DIR / "keys"))
"""Keys of dispatches and of organisations, shared by all hosts: never in the database."""

# --- Parts ------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "geotarget.organisations",
    "geotarget.cadastre",
    "geotarget.targeting",
    "geotarget.notices",
    "geotarget.api",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    "django.contrib.postgres",
    "csp",
    "leaflet",
    # Not rest_framework: its translations would take the place of Django's on every page.
    "rest_framework_gis",
    "drf_spectacular",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "geotarget.language.chosen_language",
    "geotarget.organisations.no_store.kept_by_no_browser",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "geotarget.organisations.session.bounded_session",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "geotarget.urls"
WSGI_APPLICATION = "geotarget.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "geotarget.organisations.context.current_membership",
                "geotarget.organisations.context.training",
                "geotarget.targeting.context.age_of_data",
            ],
        },
    },
]

# --- Database ---------------------------------------------------------------------------------

DATABASES = {"default": database(addresses.database_url())}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- People -----------------------------------------------------------------------------------

# No geometry of a user reaches GDAL: shapely reads it (geotarget/domain/area.py).
SILENCED_SYSTEM_CHECKS = ["gis.W001"]

AUTH_USER_MODEL = "organisations.User"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "login"

# --- Language and time ------------------------------------------------------------------------

LANGUAGE_CODE = "nb"
LOCALE_PATHS = [BASE_DIR / "geotarget" / name / "locale" for name in ("domain", "area_files")]
LANGUAGES = [
    ("nb", _("Norwegian Bokmål")),
    ("nn", _("Norwegian Nynorsk")),
    ("en", _("English")),
]
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
"""Seconds for which a browser remembers the language that a person chose."""
USE_TZ = True
TIME_ZONE = "Europe/Oslo"

# --- Static files -----------------------------------------------------------------------------

_PACKAGES = BASE_DIR / "frontend" / "node_modules"

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "frontend" / "static",
    ("vendor/geoman", _PACKAGES / "@geoman-io" / "leaflet-geoman-free" / "dist"),
    ("vendor/protomaps", _PACKAGES / "protomaps-leaflet" / "dist"),
    ("vendor/designsystemet", _PACKAGES / "@digdir" / "designsystemet-css" / "dist"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "geotarget.storage.HashedModules"},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG

# --- What a browser and a request may do ------------------------------------------------------

BACKGROUND_MAP_HOST = "https://cache.kartverket.no"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", BACKGROUND_MAP_HOST],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "geotarget_session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "geotarget_csrf"
SESSION_COOKIE_AGE = env.int("SESSION_IDLE_MINUTES", default=60) * 60
"""A session ends when it has not been used for so long (geotarget/organisations/session.py)."""
SESSION_LONGEST_S = env.int("SESSION_LONGEST_HOURS", default=12) * 60 * 60
"""However much it is used, one has to sign in again after this."""
CSRF_FAILURE_VIEW = "geotarget.organisations.views.sign_in.not_from_this_page"
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

MEBIBYTE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * MEBIBYTE

# --- Map --------------------------------------------------------------------------------------

LEAFLET_CONFIG = {
    "TILES": [
        (
            _("Map"),
            f"{BACKGROUND_MAP_HOST}/v1/wmts/1.0.0/topo/default/webmercator/{{z}}/{{y}}/{{x}}.png",
            {
                "maxZoom": 20,
                "maxNativeZoom": 18,
                "attribution": '&copy; <a href="https://www.kartverket.no/">Kartverket</a>',
            },
        )
    ],
    "DEFAULT_CENTER": (64.5, 13.0),
    "DEFAULT_ZOOM": 5,
    "MIN_ZOOM": 4,
    "MAX_ZOOM": 20,
    "RESET_VIEW": False,
    "ATTRIBUTION_PREFIX": False,
    "NO_GLOBALS": False,
}

# --- REST -------------------------------------------------------------------------------------

API_REQUESTS_PER_MINUTE = env.int("API_REQUESTS_PER_MINUTE", default=600)
"""Requests of one token in a minute by the clock; more are answered with 429."""

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "geotarget.api.caller.TokenAuthentication",
        "geotarget.api.caller.MemberAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["geotarget.api.caller.HasScope"],
    "DEFAULT_THROTTLE_CLASSES": ["geotarget.api.throttle.PerToken"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "geotarget.api.reading.OneForm",
    "DEFAULT_PARSER_CLASSES": ["geotarget.api.reading.StrictJson"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "geotarget.api.problems.problem_for",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Geotarget",
    "DESCRIPTION": "Which addresses lie in an area, and the address lists made of them. All "
    "geometry is GeoJSON: EPSG:4326, longitude first. A key acts for one organisation.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVERS": [{"url": PUBLIC_URL}],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {"GisFeatureCollectionEnum": ["FeatureCollection"]},
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "geotarget.api.openapi.made_exact",
    ],
}

# --- Work in the background -------------------------------------------------------------------
# The rows in PostgreSQL are the queue; a message is a wake-up that carries ids only.

CELERY_BROKER_URL = addresses.broker_url()
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A broker that is full refuses with an error of its own: the worker asks again instead of ending.
CELERY_BROKER_CHANNEL_ERROR_RETRY = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_keepalive": True,
    # Whoever presses "send" does not wait for a broker that is away: the rows are the queue.
    "socket_connect_timeout": 3,
    "max_retries": 1,
    "interval_start": 0,
}
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_STORE_ERRORS_EVEN_IF_IGNORED = False
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 25
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# A broker that goes away must not end a process in the middle of a hand-over: what it was sending
# would be unknown. A task that runs twice does no harm.
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_TIMEZONE = "UTC"

# --- Other people's systems: the simulators, unless the environment names the real ones --------

SIMULATOR_URL = f"http://127.0.0.1:{env.int('SIMULATOR_PORT', default=PORT + 1)}"
_MASKINPORTEN = env.str("MASKINPORTEN_URL", default=f"{SIMULATOR_URL}/maskinporten").rstrip("/")

CADASTRE_UPDATE_HOUR = env.int("CADASTRE_UPDATE_HOUR", default=1)
"""Hour of the day, UTC, in which the cadastre is renewed from CADASTRE_FEEDS_URL."""

REGISTERS = {
    "maskinporten_issuer": f"{_MASKINPORTEN}/",
    "maskinporten_token_url": f"{_MASKINPORTEN}/token",
    # A supplier asks on behalf of each municipality; a municipality's own client for itself.
    "is_supplier": env.bool("MASKINPORTEN_SUPPLIER", default=True),
    "maskinporten_client_id": env.str("MASKINPORTEN_CLIENT_ID", default="geotarget"),
    "maskinporten_key_file": env.str(
        "MASKINPORTEN_KEY_FILE", default=str(paths.secrets() / "maskinporten.pem")
    ),
    "maskinporten_kid": env.str("MASKINPORTEN_KID", default="geotarget"),
    "folkeregisteret_url": env.str("FOLKEREGISTERET_URL", default=SIMULATOR_URL),
    "folkeregisteret_door": env.str(
        "FOLKEREGISTERET_DOOR", default="skatteetaten", choices=("skatteetaten", "fiks")
    ),
    "fiks_integration_id": env.str("FIKS_INTEGRATION_ID", default=""),
    "fiks_password_file": env.str("FIKS_PASSWORD_FILE", default=""),
    # Organisation number of a municipality → its role in KS Fiks Folkeregister.
    "fiks_roles": env.dict("FIKS_ROLES", default={}),
    "krr_url": env.str("KRR_URL", default=f"{SIMULATOR_URL}/krr/rest"),
}

PER_SECOND = rates(lambda name, default: env.float(name, default=default))

CHANNELS: dict[str, dict[str, Any]] = {
    "link-sms": {
        "base_url": env.str("LINK_URL", default=f"{SIMULATOR_URL}/link/sms"),
        "username": env.str("LINK_USERNAME", default="simulator"),
        "password": env.str("LINK_PASSWORD", default="simulator"),
        "platform_id": env.str("LINK_PLATFORM_ID", default="simulator"),
        "platform_partner_id": env.str("LINK_PLATFORM_PARTNER_ID", default="simulator"),
        "receipt_gates": env.list("LINK_RECEIPT_GATES", default=[]),
    },
    "smtp-email": {
        "host": env.str("EMAIL_HOST", default="127.0.0.1"),
        "port": env.int("EMAIL_PORT", default=env.int("SIMULATOR_SMTP_PORT", default=PORT + 2)),
        "security": env.str("EMAIL_SECURITY", default="starttls" if HTTPS else "none"),
        "username": env.str("EMAIL_USERNAME", default=""),
        "password": env.str("EMAIL_PASSWORD", default=""),
        "bounce_address": env.str("EMAIL_BOUNCE_ADDRESS", default=""),
    },
}
CHANNELS |= second_accounts(CHANNELS, lambda name, default: env.str(name, default=default))
_OWN = read_accounts(env.str("SMS_ACCOUNTS_FILE", default=""))
CHANNELS |= {account.provider: account.settings for account in _OWN}
PER_SECOND |= {account.provider: account.per_second for account in _OWN}
OWN_SMS_ACCOUNTS = {account.provider: account.organisation_numbers for account in _OWN}
_SVARUT = env.str("SVARUT_URL", default=f"{SIMULATOR_URL}/svarut/api")
CHANNELS["svarut"] = {"base_url": _SVARUT}
LETTERS: dict[str, Any] = {
    # Organisation number of a municipality → its account (konto) at SvarUt.
    "accounts": env.dict("SVARUT_ACCOUNTS", default={}),
    "integration_id": env.str("SVARUT_INTEGRATION_ID", default="simulator"),
    "integration_password": env.str("SVARUT_INTEGRATION_PASSWORD", default="simulator"),
    # At the simulator every organisation has an account.
    "is_simulated": _SVARUT.startswith(SIMULATOR_URL),
}

_ALTINN = env.str("ALTINN_URL", default=f"{SIMULATOR_URL}/altinn")
CHANNELS["altinn"] = {"base_url": f"{_ALTINN}/notifications/api/v1"}
ALTINN = {"exchange_url": f"{_ALTINN}/authentication/api/v1/exchange/maskinporten"}

TRAINING = env.bool("TRAINING", default=False)
"""Nothing is sent: the console channel stands in the place of every other. Every page says so."""

RECORD_KEY_FILE = env.str("RECORD_KEY_FILE", default="") or str(key_pair("campaign-record")[0])
"""RSA key (PEM) that signs campaign records."""

LINK_RECEIPT_SECRET = env.str("LINK_RECEIPT_SECRET", default="") or secret("link-receipts")
"""Part of the address that the gateway posts receipts to: who knows it may post."""

METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
"""Who shows it may read `/metrics`; without one nobody may."""

LINK_RECEIPT_SOURCES = env.list("LINK_RECEIPT_SOURCES", default=[])
"""Networks that receipts may come from; none means any."""

MAIL_RECEIPT_SECRET = env.str("MAIL_RECEIPT_SECRET", default="") or secret("mail-receipts")
"""The same for the address that mail which came back is posted to."""

TRUSTED_PROXIES = max(0, env.int("TRUSTED_PROXIES", default=0))
"""How many of our own proxies a request passes; each adds the address of its caller at the right
end of X-Forwarded-For. 0: the caller is whoever opened the connection."""

LEASE_SECONDS = env.int("LEASE_SECONDS", default=LEASE_SECONDS)
"""How long a chunk stays with a worker that has died."""

COUNTDOWN_SECONDS = min(60, max(0, env.int("COUNTDOWN_SECONDS", default=10)))
SENDING_HOURS = minutes_of_day(
    env.str("SENDING_HOURS", default="09:00-17:00" if HTTPS else "00:00-24:00")
)

RECONCILE_SECONDS = env.int("RECONCILE_SECONDS", default=RECONCILE_SECONDS)
"""How often what died half-way is looked for."""

# --- Log lines: what happened and to which id, never to whom ------------------------------------

keep_secret(LINK_RECEIPT_SECRET, MAIL_RECEIPT_SECRET)

LOGGING = log_settings(env.str("LOG_LEVEL", default="INFO"))
