"""Every variable the settings read is documented where an operator looks, and no other is."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOR_DEMO_AND_TESTS = re.compile(r"CHOKEPOINT_(DEMO|TEST)_")


def variables_read() -> set[str]:
    """Return the names that settings.py asks `environment` for."""
    tree = ast.parse((ROOT / "compliance" / "settings.py").read_text())
    return {
        call.args[0].value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "environment"
        and isinstance(call.args[0], ast.Constant)
    }


def variables_documented() -> set[str]:
    """Return the names that begin a row of the table in docs/running.md."""
    text = (ROOT / "docs" / "running.md").read_text()
    return set(re.findall(r"^\| `([A-Z_]+)` \|", text, re.MULTILINE))


def test_the_variables_are_found():
    assert {"CHOKEPOINT_MASTER_KEY", "DATABASE_URL", "CHOKEPOINT_BEHIND_PROXY"} <= variables_read()


def test_every_variable_is_documented_and_no_other():
    assert variables_documented() == variables_read()


def test_settings_read_the_environment_only_through_its_module():
    text = (ROOT / "compliance" / "settings.py").read_text()
    assert "os.environ" not in text
    assert "getenv" not in text


def test_no_secret_has_a_default():
    tree = ast.parse((ROOT / "compliance" / "settings.py").read_text())
    secrets = {name for name in variables_read() if name.endswith(("_KEY", "_SEED"))}
    assert len(secrets) == 3
    calls = [call for call in ast.walk(tree) if isinstance(call, ast.Call) and call.args]
    asked = [
        call for call in calls if isinstance(call.args[0], ast.Constant) and call.args[0].value in secrets
    ]
    assert len(asked) == 3
    for call in asked:
        assert call.func.attr.startswith("required")
        assert len(call.args) == 1
