"""`python -m audit.proofs verify`: what it prints, how it exits, and that it needs no Django."""

import subprocess
import sys
from pathlib import Path

import pytest

from audit.proofs.__main__ import main
from tests.proofs.ledger import POLICY, told

REPOSITORY = Path(__file__).resolve().parents[2]
BUNDLE = told().bundle()


@pytest.fixture
def files(tmp_path):
    bundle, policy = tmp_path / "report.zip", tmp_path / "policy"
    bundle.write_bytes(BUNDLE)
    policy.write_text(POLICY)
    return bundle, policy


def test_a_verified_bundle(files, capsys):
    bundle, policy = files
    assert main(["verify", str(bundle), "--trust", str(policy)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.startswith("ok  ") for line in lines] == [True] * 14 + [False] * 2
    assert lines[-1].startswith("VERIFIED: report RPT-1")


def test_without_trust_the_exit_status_is_not_zero(files, capsys):
    assert main(["verify", str(files[0])]) == 1
    assert capsys.readouterr().out.splitlines()[-1].startswith("SELF-CONSISTENT, NOT AUTHENTICATED")


def test_a_changed_byte_is_refused_in_one_line(files, capsys):
    bundle, policy = files
    bundle.write_bytes(BUNDLE.replace(b"TEN-1", b"TEN-7", 1))
    assert main(["verify", str(bundle), "--trust", str(policy)]) == 2
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if not line.startswith("ok  ")] == [lines[-1]]
    assert lines[-1].startswith("REFUSED: ")


@pytest.mark.parametrize("missing", [0, 1])
def test_a_missing_file_is_refused(files, capsys, missing):
    files[missing].unlink()
    assert main(["verify", str(files[0]), "--trust", str(files[1])]) == 2
    assert "REFUSED: cannot read" in capsys.readouterr().out


def test_a_policy_that_is_no_text_is_refused(files, capsys):
    files[1].write_bytes(b"log \xff\xfe\n")
    assert main(["verify", str(files[0]), "--trust", str(files[1])]) == 2
    assert "REFUSED: line 1 of the trust policy" in capsys.readouterr().out
    files[1].write_bytes(b"#" * 300_000)
    assert main(["verify", str(files[0]), "--trust", str(files[1])]) == 2


def test_a_process_of_its_own_without_django(files):
    bundle, policy = files
    code = (
        "import sys; from audit.proofs.__main__ import main; "
        "status = main(sys.argv[1:]); assert not any(n.split('.')[0] == 'django' for n in sys.modules); "
        "sys.exit(status)"
    )
    for given, expected in (
        ([bundle, "--trust", policy], 0),
        ([bundle], 1),
        ([policy, "--trust", policy], 2),
    ):
        command = [sys.executable, "-c", code, "verify", *map(str, given)]
        done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (expected, "")


def test_every_module_imports_without_django():
    names = [path.stem for path in (REPOSITORY / "audit" / "proofs").glob("*.py")]
    imports = ";".join(f"import audit.proofs.{name}" for name in names if not name.startswith("__"))
    code = f"{imports}\nimport sys\nassert not any(n.split('.')[0] == 'django' for n in sys.modules)"
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
