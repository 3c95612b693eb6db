"""Assembling a report bundle from plain data. The order of things:

1. `report_bytes(document)` and the annexes; render the PDF; `build_statement` signs their digests.
2. The caller appends a `report.issued` leaf whose body is `issued_body(...)`, and seals: a checkpoint at b
> a. 3. `assemble` puts everything into one file, and verifies it before handing it out.
"""

from collections.abc import Mapping, Sequence

from audit.proofs import members as parts
from audit.proofs import sshsig
from audit.proofs.archive import write_archive
from audit.proofs.canonical import canonical_bytes
from audit.proofs.checkpoint import read_checkpoint
from audit.proofs.dsse import read_envelope, sha256_hex, sign_envelope
from audit.proofs.entries import BODY_PROVIDER, BODY_STATEMENT_SHA256
from audit.proofs.errors import BundleError
from audit.proofs.merkle import Frontier, leaf_hash
from audit.proofs.merkle_proofs import frontier_source, inclusion_proof
from audit.proofs.note_keys import NoteSigner
from audit.proofs.report import read_report
from audit.proofs.tiles import encode_entries
from audit.proofs.tlog_proof import TlogProof
from audit.proofs.verify import verify_bundle


def report_bytes(document: Mapping[str, object]) -> bytes:
    """report.json of a report document, refused with a ProofError unless it has the shape of `report`."""
    data = canonical_bytes(document)
    read_report(data)
    return data


def build_statement(
    report_json: bytes, report_pdf: bytes, annexes: Mapping[str, bytes], signer: NoteSigner
) -> bytes:
    """The signed DSSE envelope over the digests of report, PDF and annexes (named `annexes/...`)."""
    _require_annex_names(annexes)
    report = read_report(report_json)
    statement = parts.statement_of(
        report.fields, {parts.REPORT: report_json, parts.PDF: report_pdf, **annexes}
    )
    return sign_envelope(statement.to_bytes(), [signer])


def issued_body(provider: str, statement: bytes) -> dict[str, str]:
    """The body of the `report.issued` leaf for this envelope; its `object` is the report's reference."""
    payload, _, _ = read_envelope(statement)
    return {BODY_PROVIDER: provider, BODY_STATEMENT_SHA256: sha256_hex(payload)}


def assemble(
    *,
    report_json: bytes,
    report_pdf: bytes,
    annexes: Mapping[str, bytes],
    statement: bytes,
    start: Frontier,
    leaves: Sequence[bytes],
    checkpoint: str,
    issued_index: int,
    signer: NoteSigner,
    instructions: str,
) -> bytes:
    """The bundle file.

    `start` is the log's frontier at size a, `leaves` every leaf of [a, b), `checkpoint` the signed note at
    size b, `issued_index` the place of the `report.issued` leaf in the log, `instructions` the text of
    VERIFY.md. Raises ProofError when the parts do not verify together: a bundle that would be refused is
    never issued.
    """
    _require_annex_names(annexes)
    head = read_checkpoint(checkpoint)
    hashes = inclusion_proof(frontier_source(start, [leaf_hash(x) for x in leaves]), issued_index, head.size)
    files = {
        parts.REPORT: report_json,
        parts.PDF: report_pdf,
        parts.STATEMENT: statement,
        parts.PROOF: TlogProof(issued_index, tuple(hashes), checkpoint).to_text().encode(),
        parts.CHECKPOINT: checkpoint.encode(),
        parts.RANGE: parts.LogRange(start, start.size + len(leaves)).to_bytes(),
        parts.ENTRIES: encode_entries(leaves),
        parts.INSTRUCTIONS: instructions.encode(),
        **annexes,
    }
    files[parts.MANIFEST] = parts.manifest_of(files)
    armour = sshsig.sign(files[parts.MANIFEST], signer, parts.MANIFEST_NAMESPACE)
    files[parts.MANIFEST_SIGNATURE] = armour.encode()
    archive = write_archive(files)
    verify_bundle(archive, None)
    return archive


def _require_annex_names(annexes: Mapping[str, bytes]) -> None:
    for name in annexes:
        if not name.startswith(parts.ANNEX_FOLDER):
            raise BundleError(f"an annex must be named {parts.ANNEX_FOLDER}...: {name}")
