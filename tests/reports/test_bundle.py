"""The bundle as its receiver sees it: another folder, no Django, any byte changed."""

import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from audit.evidence.store import read_evidence
from audit.ledger.seal import seal_all
from audit.proofs.archive import read_archive
from audit.proofs.dsse import sha256_hex
from audit.proofs.errors import ProofError
from audit.proofs.policy_file import parse_policy
from audit.proofs.verify import verify_bundle
from audit.reports.policy import trust_policy
from audit.reports.render import render
from compliance.providers.enrol import enrol_provider
from tests.reports.story import Story

pytestmark = [pytest.mark.django_db, pytest.mark.engines]
_NO_DJANGO = (
    "import sys; from audit.proofs.__main__ import main; code = main(sys.argv[1:]); "
    "assert not {'django', 'compliance', 'rules'} & {name.partition('.')[0] for name in sys.modules}; sys.exit(code)"
)


@pytest.fixture
def elsewhere(tmp_path) -> Path:
    """A folder that holds the verifier and nothing else of the service."""
    folder = tmp_path / "auditor"
    shutil.copytree(settings.BASE_DIR / "audit" / "proofs", folder / "audit" / "proofs")
    (folder / "audit" / "__init__.py").touch()
    return folder


def verify_in(folder: Path, bundle: bytes, policy: str) -> subprocess.CompletedProcess:
    (folder / "b.zip").write_bytes(bundle)
    (folder / "policy").write_text(policy)
    command = [sys.executable, "-c", _NO_DJANGO, "verify", "b.zip", "--trust", "policy"]
    return subprocess.run(command, cwd=folder, env={}, capture_output=True, text=True, check=False)


def test_it_verifies_without_the_service(story, elsewhere):
    issued = story.report()
    outcome = verify_in(elsewhere, read_evidence(issued.bundle_sha256), trust_policy())
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    assert f"VERIFIED: report {issued.reference} of provider fjordlys" in outcome.stdout
    assert "4 usage rows equal the sum of 6 hourly cells" in outcome.stdout


def test_under_another_operators_policy_it_does_not(story, elsewhere, settings):
    bundle = read_evidence(story.report().bundle_sha256)
    settings.SIGNING_SEED = bytes(32)
    outcome = verify_in(elsewhere, bundle, trust_policy())
    assert outcome.returncode == 2
    assert outcome.stdout.splitlines()[-1].startswith("REFUSED: ")


def test_any_byte_changed_is_refused(story):
    bundle, policy = read_evidence(story.report().bundle_sha256), trust_policy()
    verify_bundle(bundle, policy)
    chance = random.Random(20_261_122)  # noqa: S311  (chosen spots, the same each time)
    spots = {0, len(bundle) - 1} | {chance.randrange(len(bundle)) for _ in range(80)}
    for content in read_archive(bundle).values():  # and within every member, however small
        start = bundle.index(content)
        spots |= {start, start + len(content) // 2, start + len(content) - 1}
    for spot in sorted(spots):
        changed = bytearray(bundle)
        changed[spot] ^= 1 << chance.randrange(8)
        with pytest.raises(ProofError):
            verify_bundle(bytes(changed), policy)


def test_the_pdf_can_be_made_again_from_report_json(story):
    files = read_archive(read_evidence(story.report().bundle_sha256))
    assert render(files["report.json"]) == files["report.pdf"]


def test_openssh_knows_the_report_key_from_the_policy(story, tmp_path):
    if shutil.which("ssh-keygen") is None:
        pytest.skip("ssh-keygen is not installed")
    files = read_archive(read_evidence(story.report().bundle_sha256))
    line = next(line for line in trust_policy().splitlines() if "allowed_signers: " in line)
    (tmp_path / "signers").write_text(line.partition("allowed_signers: ")[2] + "\n")
    (tmp_path / "sig").write_bytes(files["SHA256SUMS.sig"])
    command = ["ssh-keygen", "-Y", "verify", "-f", "signers", "-n", "chokepoint-report", "-s", "sig"]
    name = line.partition("allowed_signers: ")[2].split()[0]
    outcome = subprocess.run(
        [*command, "-I", name], cwd=tmp_path, input=files["SHA256SUMS"], capture_output=True, check=False
    )
    assert outcome.returncode == 0, outcome.stderr
    assert name in files["VERIFY.md"].decode()


def test_the_policy_names_every_log_and_no_secret(story):
    story.report()
    policy = parse_policy(trust_policy())
    assert [key.name for key in policy.logs] == sorted(key.name for key in policy.logs)
    assert f"{settings.LOG_DOMAIN}/reports" in [key.name for key in policy.reports]
    assert "PRIVATE" not in trust_policy()


def test_a_providers_policy_names_its_logs_and_nobody_elses(story, capsys):
    Story(enrol_provider(key="fjordlys-2", name="Somebody else", by="setup")).flag("tn-1")
    bundle = read_evidence(story.report().bundle_sha256)
    seal_all()
    assert "/fjordlys-2/" in trust_policy()
    own = trust_policy("fjordlys")
    assert verify_bundle(bundle, own).is_authenticated
    assert {key.name.split("/")[-2] for key in parse_policy(own).logs} == {"fjordlys"}
    assert parse_policy(own).reports == parse_policy(trust_policy()).reports
    assert "fjordlys-2" not in own
    assert "/operator/" not in own
    call_command("trust_policy", "--provider", "fjordlys")
    assert capsys.readouterr().out == own


def test_a_policy_of_a_provider_without_a_log_is_refused(story, tmp_path):
    story.report()
    out = tmp_path / "policy"
    with pytest.raises(CommandError, match="There is no log of a provider 'fjord'"):
        call_command("trust_policy", "--provider", "fjord", "--out", str(out))
    assert not out.exists()


def test_the_commands_write_policy_and_bundle(story, tmp_path, capsys):
    bundle, policy = tmp_path / "b.zip", tmp_path / "policy"
    call_command(
        "issue_report",
        "--provider",
        "fjordlys",
        "--from",
        "2026-10-01",
        "--until",
        "2026-11-01",
        "--out",
        str(bundle),
    )
    call_command("trust_policy", "--out", str(policy))
    assert verify_bundle(bundle.read_bytes(), policy.read_text()).is_authenticated
    assert str(bundle) in capsys.readouterr().out
    call_command("trust_policy")
    assert capsys.readouterr().out == policy.read_text()


def test_the_command_refuses_in_one_line(story, tmp_path):
    with pytest.raises(CommandError, match="There is no provider 'nobody'"):
        call_command("issue_report", "--provider", "nobody", "--from", "2026-10-01", "--until", "2026-11-01")
    with pytest.raises(CommandError, match="empty"):
        call_command(
            "issue_report", "--provider", "fjordlys", "--from", "2026-10-01", "--until", "2026-10-01"
        )


def test_the_bundle_says_how_to_verify_it(story):
    issued = story.report()
    files = read_archive(read_evidence(issued.bundle_sha256))
    assert f"verify {issued.reference}.zip --trust POLICY" in files["VERIFY.md"].decode()
    assert sha256_hex(files["report.json"]) in files["SHA256SUMS"].decode()
