"""The WSGI application, behind the guard against bodies Django would not read."""

import os

from django.core.wsgi import get_wsgi_application

from compliance.api.chunked_guard import refuse_chunked_bodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "compliance.settings")

application = refuse_chunked_bodies(get_wsgi_application())
