"""Python's codecs are not charsets: whoever names another than UTF-8 is refused before anything is unpacked."""

import bz2
import json

import pytest
from django.test import Client

from compliance.api.charset_guard import refuse_other_charsets
from tests.compliance.api.requests import bearer, problem

ADDRESSES = [
    ("POST", "/api/v1/classify", b'{"figures": {}}'),
    ("PUT", "/api/v1/tenants/tn-1", b'{"entity_kind": "entity", "name": "Auroch Ltd"}'),
]


class Reached(Exception):
    """The application behind the guard was called."""


def behind(environ, start_response):
    raise Reached


def refusal(application, content_type):
    answered = []
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/api/v1/rule-sets",
        "QUERY_STRING": "as_of=%32026-01-01",
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "CONTENT_TYPE": content_type,
    }
    body = application(environ, lambda status, headers: answered.append((status, dict(headers))))
    return *answered[0], json.loads(b"".join(body))


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "application/json",
        "application/json; charset=utf-8",
        "application/json;charset=UTF-8",
        'application/json; charset="utf-8"',
        "text/plain; charset=us-ascii",
        "multipart/form-data; boundary=charset",
    ],
)
def test_utf_8_passes_however_it_is_written(content_type):
    with pytest.raises(Reached):
        refusal(refuse_other_charsets(behind), content_type)


@pytest.mark.parametrize(
    "stated",
    [
        *(f"charset={name}" for name in ("bz2", "zlib", "rot13", "hex", "utf-16", "utf_8_sig", "nosuch")),
        "Charset=bz2",
        "charset*=utf-8''bz2",
        "charset*=nosuch''utf-8",
    ],
)
def test_any_other_charset_is_refused_with_415_and_a_way_out(stated):
    status, headers, document = refusal(refuse_other_charsets(behind), f"application/json; {stated}")
    assert status.startswith("415 ")
    assert headers["Content-Type"] == "application/problem+json"
    assert (document["status"], document["type"]) == (415, "/api/v1/problems/unsupported_media_type")
    assert "send UTF-8" in document["detail"]


def test_the_application_stands_behind_the_guard(settings):
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # looked for when the application is built
    from compliance.wsgi import application

    assert refusal(application, "text/plain; charset=rot13")[0].startswith("415 ")


@pytest.mark.engines
@pytest.mark.django_db
@pytest.mark.parametrize("charset", ["bz2", "rot13", "utf-16"])
@pytest.mark.parametrize(("method", "path", "body"), ADDRESSES)
def test_behind_the_guard_a_document_is_read_as_utf_8_all_the_same(cast, method, path, body, charset):
    headers = bearer(cast.key_text) | {"content-type": f"application/json; charset={charset}"}
    assert Client().generic(method, path, body, headers=headers).status_code == 200
    problem(Client().generic(method, path, bz2.compress(body), headers=headers), 400, "parse_error")
