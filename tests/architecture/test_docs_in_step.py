"""The documents say what the code does: variables, commands, targets, formats, refusals, roles, limits, links."""

import ast
import hashlib
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

from audit.intake.formats import FORMATS
from compliance.accounts.roles import Role
from rules.library import SETS_FOLDER, read_folder

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted(
    path
    for pattern in ("*.md", "docs/*.md", "docs/decisions/*.md", "fixtures/*/README.md")
    for path in ROOT.glob(pattern)
)
RUNNING = (ROOT / "docs" / "running.md").read_text()
PUSHING = (ROOT / "docs" / "pushing.md").read_text()
ASKING = (ROOT / "docs" / "api.md").read_text()
README = (ROOT / "README.md").read_text()
EVERYTHING = "\n".join(path.read_text() for path in DOCUMENTS)

_VARIABLE = re.compile(r"\b(CHOKEPOINT_[A-Z_]*[A-Z])\b")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def _place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _named_in(text: str) -> set[str]:
    return {name.removesuffix("_FILE") for name in _VARIABLE.findall(text)}


def _variables_of_the_code() -> set[str]:
    files = [
        *(ROOT / "compliance").rglob("*.py"),
        *(ROOT / "audit").rglob("*.py"),
        *(ROOT / "tests").glob("*.py"),
    ]
    return set().union(*(_named_in(path.read_text()) for path in files))


def test_every_variable_of_the_code_is_in_running_md():
    assert _variables_of_the_code() - _named_in(RUNNING) == set()


@pytest.mark.parametrize("path", [*DOCUMENTS, *sorted(ROOT.glob("deploy/**/*.service"))], ids=_place)
def test_no_document_names_a_variable_that_nobody_reads(path):
    assert _named_in(path.read_text()) - _variables_of_the_code() == set()


def test_every_command_is_in_running_md():
    ours = {path.stem for path in (ROOT / "compliance/management/commands").glob("[a-z]*.py")}
    assert ours
    assert {name for name in ours if f"manage.py {name}" not in RUNNING} == set()


def test_no_document_names_a_command_that_does_not_exist():
    named = set(re.findall(r"manage\.py ([a-z_]+)", EVERYTHING))
    assert "migrate" in named
    assert named - set(get_commands()) == set()


def test_every_make_target_is_in_the_readme_and_the_other_way_round():
    targets = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert {name for name in targets if f"make {name}" not in README} == set()
    named = set(re.findall(r"`make ([a-z-]+)|^ {4}make ([a-z-]+)", EVERYTHING, re.MULTILINE))
    assert {first or second for first, second in named} - targets == set()


def test_every_format_has_its_section_in_pushing_md():
    assert re.findall(r"^### `([^`]+)`", PUSHING, re.MULTILINE) == list(FORMATS)


def _kinds_of_refusal() -> set[str]:
    """Return the second argument of every `Problem(status, kind, ...)` in the API."""
    kinds = set()
    for path in (ROOT / "compliance/api").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Problem":
                kinds.add(ast.literal_eval(node.args[1]))
    return kinds


def test_every_refusal_of_the_api_is_in_pushing_md_or_api_md():
    assert "body_too_large" in _kinds_of_refusal()
    assert {kind for kind in _kinds_of_refusal() if f"`{kind}`" not in PUSHING + ASKING} == set()


def test_the_limits_are_those_of_the_settings():
    for limit_bytes in (settings.PUSH_LIMIT_WIRE_BYTES, settings.PUSH_LIMIT_DECODED_BYTES):
        assert f"| {limit_bytes // 2**20} MiB |" in PUSHING


@pytest.mark.parametrize("role", Role)
def test_every_role_is_explained(role):
    assert f"**{role.label.lower()}**" in (ROOT / "GLOSSARY.md").read_text()
    assert f"| {role.label.lower()}" in (ROOT / "SECURITY.md").read_text()


def _anchors_of(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", DOCUMENTS, ids=_place)
def test_links_lead_somewhere(path):
    for link in _LINK.findall(path.read_text()):
        target, _, anchor = link.partition("#")
        if "://" in target:
            continue
        found = (path.parent / target).resolve() if target else path
        assert found.exists(), f"{path.name} links to {link}, which is not there"
        assert not anchor or anchor in _anchors_of(found), f"{path.name} links to {link}: no such heading"


def test_the_line_in_the_readme_is_the_one_in_the_fixture():
    body = (ROOT / "fixtures/access-logs/fjordlys-events.ndjson").read_bytes()
    shown = re.search(r'^ {4}(\{"id":"fl-000488".*?\}\})$', README, re.MULTILINE | re.DOTALL)
    assert shown is not None
    line = body.split(b"\n")[489]
    assert json.loads(shown[1]) == json.loads(line)
    assert f"{len(body):,} bytes" in README
    assert hashlib.sha256(body).hexdigest()[:12] in README
    assert f"{len(line)} bytes at offset {body.index(line):,}" in README


def test_the_readme_stays_short():
    assert len(README.splitlines()) < 200


def test_every_version_of_a_rule_set_is_in_the_changelog():
    law = (ROOT / "CHANGELOG.md").read_text().partition("### Law")[2]
    entries = {
        found[1]: found[2] for found in re.finditer(r"^- `(\w+/\w+)` of ((?:.|\n  )*)", law, re.MULTILINE)
    }
    missing = [
        one.reference
        for one in read_folder(SETS_FOLDER)
        if str(one.effective_from) not in entries.get(one.id, "")
    ]
    assert missing == []
