"""The WSGI application, behind guards against bodies Django would not read, or unpack before any limit."""

import os

from django.core.wsgi import get_wsgi_application

from compliance.api.charset_guard import refuse_other_charsets
from compliance.api.chunked_guard import refuse_chunked_bodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "compliance.settings")

application = refuse_chunked_bodies(refuse_other_charsets(get_wsgi_application()))
