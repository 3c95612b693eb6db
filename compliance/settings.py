"""Django settings: one module, driven by the environment through `environment.py`."""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF

from compliance import environment

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = environment.required_folder("CHOKEPOINT_DATA_DIR")

SECRET_KEY = environment.required("CHOKEPOINT_SECRET_KEY")
MASTER_KEY = environment.required_key("CHOKEPOINT_MASTER_KEY")
SIGNING_SEED = environment.required_key("CHOKEPOINT_SIGNING_SEED")
LOG_DOMAIN = environment.required("CHOKEPOINT_LOG_DOMAIN")
DEBUG = environment.switched_on("CHOKEPOINT_DEBUG")
# Plain HTTP is for a first run on one's own machine; a real site stands behind TLS.
INSECURE_HTTP = environment.switched_on("CHOKEPOINT_INSECURE_HTTP")
# Only then are X-Forwarded-Proto and X-Forwarded-For believed: otherwise anybody could write them.
BEHIND_PROXY = environment.switched_on("CHOKEPOINT_BEHIND_PROXY")

ALLOWED_HOSTS = environment.required_list("CHOKEPOINT_ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = environment.optional_list("CHOKEPOINT_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "audit.intake",
    "audit.ledger",
    "audit.reports",
    "compliance.accounts",
    "compliance.jobs",
    "compliance.providers",
    "compliance.lawbook",
    "compliance.registry",
    "compliance.parties",
    "compliance.tenants",
    "compliance.usage",
    "compliance.screening",
    "compliance.casework",
    "compliance.replays",
    "compliance.api",
    "compliance.console",
    "compliance",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "csp",
    "axes",
    "rest_framework",
]

MIDDLEWARE = [
    "compliance.api.private_answers.PrivateAnswers",
    "compliance.api.every_error.EveryErrorIsAProblem",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "compliance.urls"
WSGI_APPLICATION = "compliance.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "compliance.console.navigation.navigation",
            ],
        },
    },
]

# --- database -------------------------------------------------------------------------------------------------------
_database = environ.Env.db_url_config(  # type: ignore[no-untyped-call]
    environment.optional("DATABASE_URL", f"sqlite:///{DATA_DIR / 'chokepoint.sqlite3'}")
)
if _database["ENGINE"] == "django.db.backends.sqlite3":
    # Without IMMEDIATE, read-then-write transactions of several processes fail with "database is locked".
    # synchronous=FULL because a receipt promises that the batch row survives a power cut.
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;"
        ),
    }
else:
    _database["CONN_MAX_AGE"] = 60
    _database["CONN_HEALTH_CHECKS"] = True
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- people ---------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "full_name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "console:login"
LOGIN_REDIRECT_URL = "console:queue"
LOGOUT_REDIRECT_URL = "console:login"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "console/locked_out.html"
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "compliance.accounts.client_address.client_address"

# --- security of the transport ----------------------------------------------------------------------------------------
SESSION_COOKIE_AGE = 8 * 3600  # one working day
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = not INSECURE_HTTP
SECURE_HSTS_SECONDS = 0 if INSECURE_HTTP else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not INSECURE_HTTP
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- what comes from outside ------------------------------------------------------------------------------------------
PUSH_LIMIT_WIRE_BYTES = 16 * 1024 * 1024
PUSH_LIMIT_DECODED_BYTES = 64 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = (
    1024 * 1024
)  # forms and small JSON; log bodies are streamed and capped on their own
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "compliance.api.authentication.ProviderKey",
        "compliance.api.authentication.ConsoleSession",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["compliance.api.permissions.DenyUnlessAllowed"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["compliance.api.json_documents.JsonDocument"],
    "EXCEPTION_HANDLER": "compliance.api.problems.problem_response",
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
}
# How `make docs` describes the API. No servers: the document is the same wherever it is served.
SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.0",
    "TITLE": "Chokepoint API",
    "DESCRIPTION": (
        "For the machines of providers of AI compute: push logs, say who tenants are, read what became of both. "
        "For them and for the operator's own people: what the law of a day says of a chip, a transfer, an access. "
        "Every error is a problem document (RFC 9457) that says how to mend it. "
        "What is computed from law is a proposal with its working shown; it is no legal advice."
    ),
    "VERSION": "0.1.0",
    "LICENSE": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    "SERVERS": [],
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "POSTPROCESSING_HOOKS": [],  # the library's own gives every choice a name, and complains where two would share it
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "SORT_OPERATION_PARAMETERS": False,
}

# --- background work --------------------------------------------------------------------------------------------------
CELERY_BROKER_URL = environment.required("CHOKEPOINT_BROKER_URL")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# A lost ring is found again by the reconciler, so the broker may forget early; the longest task stays below this.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "unacked_restore_throttle": 1,
    # A provider's push never waits for the bell: one attempt, soon given up.
    "socket_connect_timeout": 1,
    "max_retries": 0,
    "connect_retries_timeout": 1,
}
CELERY_TASK_TIME_LIMIT = 600
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "reconcile": {"task": "pipeline.reconcile", "schedule": 5.0},
    "seal": {"task": "pipeline.seal", "schedule": 2.0},
    "begin day": {"task": "pipeline.begin_day", "schedule": 600.0},
}

# --- files ------------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "files"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
EVIDENCE_DIR = DATA_DIR / "evidence"
SIGNER_DIR = Path(environment.optional("CHOKEPOINT_SIGNER_DIR", str(DATA_DIR / "signer")))

LANGUAGE_CODE = "en-gb"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": environment.optional("CHOKEPOINT_LOG_LEVEL", "INFO")},
    "loggers": {"axes": {"level": "WARNING"}, "celery.redirected": {"level": "WARNING"}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
