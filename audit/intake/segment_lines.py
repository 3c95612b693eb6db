"""Access records as the lines a segment is made of: personal data only as keyed pseudonyms."""

from collections.abc import Iterable, Iterator

import msgspec

from audit.evidence.pseudonyms import Pseudonyms
from audit.intake.records import AccessRecord


def segment_lines(records: Iterable[AccessRecord], *, provider: str) -> Iterator[bytes]:
    """Yield each record as one line of JSON; who acted and from which address become pseudonyms of this provider."""
    actors, addresses = Pseudonyms(provider, "actor"), Pseudonyms(provider, "source_ip")
    encode = msgspec.json.Encoder(decimal_format="string").encode
    for record in records:
        if record.actor is not None or record.source_ip is not None:
            record = msgspec.structs.replace(
                record, actor=actors.of(record.actor), source_ip=addresses.of(record.source_ip)
            )
        yield encode(record) + b"\n"
