"""The description of the API: whole, without guesses, and true to its own schemas."""

import ast
import copy
import re
import tomllib
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.http import JsonResponse
from django.urls import path
from rest_framework.response import Response
from rest_framework.views import APIView

import compliance.api
from compliance.api.openapi.document import STANDING_FOR, NotDescribed, openapi_document, openapi_text
from compliance.api.openapi.refusals import KINDS, refusals
from compliance.api.urls import urlpatterns
from tests.compliance.api.described import document, misfits, operations
from tests.compliance.api.test_every_address import ALLOWED
from tests.compliance.api.test_problems import REFUSALS


def _examples(of=None):
    """Yield (where, schema, example) of every request, answer and parameter."""
    for path_, method, operation in operations(of):
        places = [(f"{method} {path_} request", operation.get("requestBody", {}).get("content", {}))]
        places += [
            (f"{method} {path_} {status}", answer.get("content", {}))
            for status, answer in operation["responses"].items()
        ]
        for where, content in places:
            for media_type, described in content.items():
                for name, example in described.get("examples", {}).items():
                    yield f"{where} {media_type} {name}", described["schema"], example["value"]
        for parameter in operation.get("parameters", []):
            for name, example in parameter.get("examples", {}).items():
                yield f"{method} {path_} {parameter['name']} {name}", parameter["schema"], example["value"]


def _broken_examples(of=None):
    return {where: found for where, schema, value in _examples(of) if (found := misfits(schema, value, of))}


def test_every_address_and_method_is_described_and_no_other():
    templates = {
        pattern.name: "/api/v1/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(pattern.pattern))
        for pattern in urlpatterns
    }
    assert {(path_, method) for path_, method, _ in operations()} == {
        (templates[name], method) for name, method in ALLOWED
    }


def test_every_example_fits_its_own_schema():
    assert len(list(_examples())) > 20
    assert _broken_examples() == {}


def test_an_example_that_does_not_fit_would_be_found():
    broken = copy.deepcopy(document())
    content = broken["paths"]["/api/v1/tenants/{account}"]["put"]["requestBody"]["content"][
        "application/json"
    ]
    next(iter(content["examples"].values()))["value"] = {"entity_kind": "company", "names": "Auroch"}
    (found,) = _broken_examples(broken).values()
    assert len(found) == 3  # an unknown kind, an unknown key, and the name is missing


def _defaults(node):
    if isinstance(node, dict):
        if "default" in node and "type" in node:
            yield node, node["default"]
        for inner in node.values():
            yield from _defaults(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _defaults(inner)


def test_every_default_fits_its_own_schema():
    assert [(schema, value) for schema, value in _defaults(document()) if misfits(schema, value)] == []


@pytest.mark.parametrize("path_, method, operation", sorted(operations(), key=lambda each: each[:2]))
def test_every_address_says_what_it_is_for_who_may_and_how_it_fails(path_, method, operation):
    assert operation["summary"]
    assert operation["description"]
    assert operation["tags"]
    assert operation["security"]
    assert "application/problem+json" in operation["responses"]["default"]["content"]
    good = [answer for status, answer in operation["responses"].items() if status.startswith("2")]
    assert good
    for content in [operation.get("requestBody", {}).get("content", {}), *(each["content"] for each in good)]:
        if "$ref" in content.get("application/json", {}).get("schema", {}):
            assert content["application/json"]["examples"], f"{method} {path_}: JSON without an example"


def test_operations_have_names_of_their_own():
    names = [operation["operationId"] for _, _, operation in operations()]
    assert len(names) == len(set(names))


def test_the_document_names_no_machine_and_the_version_of_the_project():
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]
    assert document()["info"]["version"] == project["version"]
    assert "servers" not in document()
    hosts = {*settings.ALLOWED_HOSTS, settings.LOG_DOMAIN, str(settings.BASE_DIR)}
    assert {
        host for host in hosts if re.search(rf"(?<![\w-]){re.escape(host)}(?![\w-])", openapi_text())
    } == set()


def test_the_text_is_the_document_and_the_same_each_time():
    assert yaml.safe_load(openapi_text()) == openapi_document()
    assert openapi_text() == openapi_text()


class Guess(APIView):
    """A view that says nothing of itself."""

    def get(self, _request):
        return Response({})


def test_a_view_that_says_nothing_is_an_error_and_no_guess():
    with pytest.raises(NotDescribed, match="Guess"):
        openapi_document([path("guess", Guess.as_view(), name="guess")])


def test_a_plain_view_that_nothing_stands_for_is_an_error():
    with pytest.raises(NotDescribed, match="api/v1/plain is a plain Django view"):
        openapi_document([path("plain", lambda _request: JsonResponse({}), name="plain")])


def test_nothing_stands_for_an_address_that_is_not_there():
    assert set(STANDING_FOR) <= {pattern.name for pattern in urlpatterns}


def test_every_kind_of_problem_in_the_code_can_be_described():
    kinds = set()
    for file in Path(compliance.api.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Problem":
                kinds.add((ast.literal_eval(node.args[0]), ast.literal_eval(node.args[1])))
    kinds |= {(status, kind) for kind, (_, status, _) in REFUSALS.items()}
    assert {(KINDS[kind].status, kind) for _, kind in kinds if kind in KINDS} == kinds


def test_refusals_come_by_status_with_an_example_of_each_kind_and_the_words_of_the_address():
    found = refusals("not_found", "bad_account", bad_parameter="as_of takes a day, YYYY-MM-DD.")
    assert [status for status, _ in found] == ["400", "404", "default"]
    shown = [example.value for example in found["400", "application/problem+json"].examples]
    assert [each["type"].rpartition("/")[2] for each in shown] == ["bad_account", "bad_parameter"]
    assert shown[1]["detail"] == "as_of takes a day, YYYY-MM-DD."
    with pytest.raises(KeyError, match="never_heard_of"):
        refusals("never_heard_of")
