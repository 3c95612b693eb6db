"""The Celery application.

The queue is a bell, the database is the memory: no task carries data, none keeps a result.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "compliance.settings")

app = Celery("compliance")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["compliance"], related_name="pipeline")
