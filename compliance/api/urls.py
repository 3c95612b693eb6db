"""Addresses of the API, version 1."""

from django.urls import path

from compliance.api import schemas
from compliance.api.log_batches import LogBatchDetail, LogBatchProof
from compliance.api.openapi_file import openapi_file
from compliance.api.push import PushLogs
from compliance.api.tenants import TenantRecord

app_name = "api"
urlpatterns = [
    path("logs", PushLogs.as_view(), name="logs"),
    path("log-batches/<slug:reference>", LogBatchDetail.as_view(), name="log-batch"),
    path("log-batches/<slug:reference>/proof", LogBatchProof.as_view(), name="log-batch-proof"),
    path("tenants/<path:account>", TenantRecord.as_view(), name="tenant"),
    path("openapi.yaml", openapi_file, name="openapi"),
    path("schemas/", schemas.index, name="schemas"),
    path("schemas/<str:name>", schemas.schema, name="schema"),
]
