"""Settings. Everything that differs between installations comes from the environment; see docs/operations.md."""

import os
import sys
from pathlib import Path

import pghistory

from sinergi.vault import keyring
from sinergi.web.homefolder import home_folder
from sinergi.web.postgres.settings import database_settings
from sinergi.web.variables import host_of, public_address, whole

HOME = home_folder(os.environ)
KEYS_FOLDER = HOME / "keys"
SECRET_KEY = keyring.ensure(KEYS_FOLDER).current("secret").material.hex()
DEBUG = False
TESTING = "pytest" in sys.modules

# The public address, for links in messages and codes on letters: https://layanan.example.go.id
PUBLIC_URL = public_address(os.environ)
SECURE = PUBLIC_URL.startswith("https://")
ALLOWED_HOSTS = os.environ.get("SINERGI_HOSTS", "localhost 127.0.0.1 [::1] testserver").split()
ALLOWED_HOSTS.append(host_of(PUBLIC_URL))

INSTALLED_APPS = [
    "sinergi.web",  # first: its templates dress allauth's pages
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "sinergi.sample",
    "sinergi.evaluation",
    "sinergi.competency",
    "sinergi.casework",
    "sinergi.participation",
    "sinergi.personnel",
    "sinergi.surveys",
    "sinergi.letters",
    "sinergi.information",
    "sinergi.catalogue",
    "sinergi.documents",
    "sinergi.notices",
    "sinergi.accounts",
    "sinergi.organization",
    "sinergi.audit",
    "sinergi.worktime",
    "sinergi.ui",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "sinergi.web.middleware.content_policy",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",  # browsers that are too old for frame-ancestors
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sinergi.web.middleware.clock",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "sinergi.web.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "sinergi.web.middleware.identify",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "sinergi.web.middleware.step_back",
]

ROOT_URLCONF = "sinergi.web.urls"
WSGI_APPLICATION = "sinergi.web.wsgi.application"
CSRF_FAILURE_VIEW = "sinergi.web.views.errors.csrf_failure"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "sinergi.web.chrome.chrome",
            ],
            "builtins": ["django.templatetags.i18n", "sinergi.ui.templatetags.ui"],
        },
    },
]
FORM_RENDERER = "sinergi.ui.forms.UiRenderer"

DATABASES = {"default": database_settings(os.environ, HOME)}
# History rows are read by their object alone; indexes on what else they point to would cost every write.
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(db_index=True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "sinergi.accounts.backend.Backend",
]
PASSWORD_HASHERS = ["sinergi.accounts.hashing.SmallServerArgon2"]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "sinergi.accounts.passwords.NotOnesName"},
    {"NAME": "sinergi.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "sinergi.accounts.passwords.NotCommon"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "web:after_login"
LOGOUT_REDIRECT_URL = "web:home"
ACCOUNT_ADAPTER = "sinergi.web.signin.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "sinergi.web.forms.signin.SignInForm",
    "signup": "sinergi.web.forms.signin.SignUpForm",
    "add_email": "sinergi.web.forms.signin.AddEmailForm",
    "change_password": "sinergi.web.forms.signin.ChangePasswordForm",
    "reset_password": "sinergi.web.forms.signin.ResetPasswordForm",
    "reset_password_from_key": "sinergi.web.forms.signin.ResetPasswordKeyForm",
    "reauthenticate": "sinergi.web.forms.signin.ReauthenticateForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_UNIQUE_EMAIL = True
# Wrong passwords are counted by axes, per name and address. These limits slow down somebody who tries many names,
# and hold back codes of a second factor per account.
ACCOUNT_RATE_LIMITS = {"login_failed": "60/m/ip,10/300s/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ADAPTER = "sinergi.web.signin.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "sinergi.web.forms.signin.SecondFactorForm",
    "reauthenticate": "sinergi.web.forms.signin.SecondFactorAgainForm",
    "activate_totp": "sinergi.web.forms.signin.ActivateForm",
}
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
# Somebody types a NIK, or a password in the wrong field: names are counted by a keyed hash, and nothing typed is kept.
AXES_USERNAME_CALLABLE = "sinergi.web.signin.counted_name"
AXES_SENSITIVE_PARAMETERS = ["login", "csrfmiddlewaretoken"]
AXES_LOCKOUT_CALLABLE = "sinergi.web.signin.locked_out"
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).resolve().parent.parent / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": HOME / "files",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["woff2", "gz", "br", "png", "jpg"]

SESSION_ENGINE = "sinergi.web.sessions"
SESSION_COOKIE_NAME = "__Host-sesi" if SECURE else "sesi"
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
LANGUAGE_COOKIE_NAME = "bahasa"
LANGUAGE_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_SSL_REDIRECT = SECURE and os.environ.get("SINERGI_BEHIND_PROXY") != "1"
if os.environ.get("SINERGI_BEHIND_PROXY") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "manifest-src": ["'self'"],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
# Kept free of strangers' uploads, in bytes (or 5 % of the disk, if that is less).
DOCUMENTS_RESERVE = whole(os.environ, "SINERGI_RESERVE_MEGABYTES", 1024) * 1024 * 1024
CLAMD_SOCKET = os.environ.get(
    "SINERGI_CLAMD", ""
)  # unix:/run/clamav/clamd.ctl or tcp:host:port; empty: no virus scan

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if os.environ.get("SINERGI_SMTP_HOST")
    else "django.core.mail.backends.console.EmailBackend"
)
EMAIL_HOST = os.environ.get("SINERGI_SMTP_HOST", "localhost")
EMAIL_PORT = whole(os.environ, "SINERGI_SMTP_PORT", 25)
EMAIL_HOST_USER = os.environ.get("SINERGI_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("SINERGI_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("SINERGI_SMTP_TLS") == "1"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("SINERGI_MAIL_FROM", "sinergi@localhost")


# Only limits and used codes are kept here; every web process must see the same.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_attemptcount",
        "KEY_FUNCTION": "sinergi.web.signin.counted_key",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "filters": {"keys": {"()": "sinergi.web.logfilter.CutKeys"}},
    "loggers": {
        "sinergi": {"level": "INFO"},
        "procrastinate": {"level": "WARNING"},
        "django.request": {"filters": ["keys"]},
        "django.security.csrf": {"filters": ["keys"]},
    },
}
SILENCED_SYSTEM_CHECKS = ["axes.W003"]
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
