"""Where every address leads."""

from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("compliance.api.urls")),
    path("", include("compliance.console.urls")),
]
