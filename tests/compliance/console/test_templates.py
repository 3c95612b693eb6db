"""What must hold for every template and static file, whatever it shows."""

import hashlib
import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

import compliance.console
from compliance.console.severity_bar import BAR_WIDTH, severity_shares
from compliance.console.templatetags.console_formats import bare_number, instant, operations

CONSOLE = Path(compliance.console.__file__).parent
TEMPLATES = sorted((CONSOLE / "templates").rglob("*.html"))
SCRIPTS = sorted((CONSOLE / "static/console").glob("*.js"))
TIMES, DASH = "\N{MULTIPLICATION SIGN}", "\N{EN DASH}"
VENDOR = CONSOLE / "static/console/vendor"


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_nothing_inline_that_the_content_policy_would_block(path):
    text = path.read_text()
    assert not re.search(r"\son[a-z]+\s*=", text), "an inline handler"
    assert not re.search(r"\sstyle\s*=", text), "an inline style"
    assert "<style" not in text
    assert "hx-on" not in text
    assert "js:" not in text, "hx-vals that evaluates"
    assert not re.search(r"<script(?![^>]*\ssrc=)", text), "a script without src"
    assert not re.search(r'(?:src|href)="(?:https?:)?//', text), "something from another server"


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_nothing_is_marked_safe_and_every_form_has_its_token(path):
    text = path.read_text()
    assert "|safe" not in text
    assert "autoescape off" not in text
    assert text.count('method="post"') == text.count("{% csrf_token %}")


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_tables_have_captions_and_scopes_and_pictures_a_text(path):
    text = path.read_text()
    assert text.count("<table") == text.count("<caption")
    assert not re.search(r"<th(?![^>]*scope=)[\s>]", text)
    assert not re.search(r"<img(?![^>]*\salt=)", text)
    assert not re.search(r"<svg(?![^>]*(?:aria-hidden|aria-label))", text)


@pytest.mark.parametrize("path", SCRIPTS, ids=_name)
def test_scripts_write_no_markup_and_evaluate_nothing(path):
    text = path.read_text()
    for forbidden in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
    ):
        assert forbidden not in text
    assert not re.search(r"https?://", text)


def test_vendored_files_are_those_that_were_written_down():
    rows = re.findall(
        r"^\| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|$", (VENDOR / "VENDORED.md").read_text(), re.MULTILINE
    )
    assert {name for name, _ in rows} == {
        path.relative_to(VENDOR).as_posix() for suffix in ("*.js", "*.css") for path in VENDOR.rglob(suffix)
    }
    for name, digest in rows:
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == digest, name
        assert (VENDOR / name).parent.joinpath("LICENSE").is_file()


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0"),
        (999_999, "999,999"),
        (1_000_000, f"1.00 {TIMES} 10⁶"),
        (10**25, f"1.00 {TIMES} 10²⁵"),
        (10**25 - 1, f"9.99 {TIMES} 10²⁴"),
        (25_443_100 * 10**18, f"2.54 {TIMES} 10²⁵"),
    ],
)
def test_operations_are_cut_and_never_rounded_up(count, text):
    assert operations(count) == text


def test_instants_are_utc_to_the_minute():
    at = datetime(2026, 11, 3, 23, 59, 58, tzinfo=UTC)
    assert instant(at) == instant(int(at.timestamp()))
    assert ">2026-11-03 23:59</time>" in instant(at)
    assert instant(0).startswith('<time datetime="1970-01-01T00:00:00Z"')
    assert instant(None) == DASH


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (None, DASH),
        (8, "8"),
        (Decimal("8.000000"), "8"),
        (Decimal("0.500000"), "0.5"),
        ("16.0", "16"),
        (Decimal(100), "100"),
    ],
)
def test_bare_numbers(number, text):
    assert bare_number(number) == text


@pytest.mark.parametrize(
    "counts", [{5: 0, 4: 0}, {5: 1, 4: 2, 3: 4}, {5: 0, 4: 1, 3: 0}, {5: 333, 4: 334, 3: 333}]
)
def test_the_bar_is_filled_without_gaps_or_not_at_all(counts):
    shares = list(severity_shares(counts).values())
    assert [share.how_many for share in shares] == list(counts.values())
    edge = 0
    for share in shares:
        assert share.begins == edge
        edge += share.width
    assert edge == (BAR_WIDTH if sum(counts.values()) else 0)
