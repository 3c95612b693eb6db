"""Questions of law over HTTP, each answer held against its description; and a few chips of the registry."""

import functools
import json

from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from compliance.api.openapi.made_later import MadeLater
from compliance.registry.chip_book import ChipBook, chips_of_files
from compliance.registry.models import Chip
from tests.compliance.api.described import answer_misfits, document
from tests.compliance.api.requests import bearer

H20, H100, L4 = "nvidia-h20-96gb", "nvidia-h100-sxm5-80gb", "nvidia-l4"


@functools.cache
def shipped_chips() -> ChipBook:
    """The chips of the shipped files, read once."""
    return chips_of_files(settings.BASE_DIR / "fixtures" / "registry")


def register_chips(*slugs: str) -> list[Chip]:
    """Put shipped chips into the database as loading would."""
    found = []
    for slug in slugs:
        values = {
            field.attname: getattr(shipped_chips().find(slug), field.attname)
            for field in Chip._meta.concrete_fields
            if not field.primary_key
        }
        found.append(Chip.objects.get(pk=Chip.objects.create(**values).pk))
    return found


def ask(cast, method, address, body=None, who=None, **headers):
    """Ask as the provider's key, or as a person of a role; fails where the answer is not as it is described."""
    client = Client()
    if who is None:
        headers = bearer(cast.key_text) | headers
    else:
        client.force_login(cast.persons[who], backend="django.contrib.auth.backends.ModelBackend")
    more = {} if body is None else {"data": body, "content_type": "application/json"}
    if isinstance(body, dict):
        more["data"] = json.dumps(body)
    answer = client.generic(method, address, headers=headers, **more)
    if answer.streaming:
        content = answer.getvalue()
        answer = HttpResponse(content, headers=dict(answer.items()))
        answer.json = lambda: json.loads(content)
    assert answer_misfits(address, method, answer) == []
    return answer


def examples(path, method, status=None):
    """Return the examples of a request, or of the answer with a status, by name."""
    operation = document()["paths"][path][method]
    content = operation["requestBody"] if status is None else operation["responses"][str(status)]
    found = content["content"]["application/json"]["examples"]
    assert not any(isinstance(one["value"], MadeLater) for one in found.values())
    return {name: one["value"] for name, one in found.items()}
