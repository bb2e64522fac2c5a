import os

from sinergi.web.homefolder import home_folder
from sinergi.web.postgres.settings import database_settings

HOME = home_folder(os.environ)
DATABASES = {"default": database_settings(os.environ, HOME)}
SECRET_KEY = "for tests only"
INSTALLED_APPS = ["django.contrib.staticfiles", "procrastinate.contrib.django", "tests.door.site"]
ROOT_URLCONF = "tests.door.site.urls"
ALLOWED_HOSTS = ["*"]
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
USE_TZ = True
