"""Undoing the Content-Encoding of a body, piece by piece, under a ceiling.

100 MB of zeros is 97 kB of gzip and 3 kB of zstd, so the ceiling is on what comes out, and it stops the work.
The decoders are driven by hand because zstandard's `stream_reader` ends a truncated body without a word.
"""

import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

import zstandard

from audit.intake.errors import BodyTooLargeError, DecodeError

WIRE_CHUNK_BYTES = 64 * 1024
ZSTD_STEP_BYTES = 1024
"""A zstd block of 4 bytes may become 128 KiB, so one step of input becomes at most 32 MiB in memory."""
ZSTD_MAX_WINDOW_BYTES = 128 * 1024 * 1024
"""What a decoder should take by RFC 8878 is 8 MiB; zstd's own tools go to 128 MiB with --ultra."""


def decoded_chunks(stream: BinaryIO, content_encoding: str, *, limit_bytes: int) -> Iterator[bytes]:
    """Yield the decompressed body of `stream` in chunks.

    `content_encoding` is "identity" (or empty), "gzip" or "zstd"; several gzip members or zstd frames in a
    row are one body (RFC 1952 section 2.2, RFC 8878 section 3). Raises DecodeError for an unknown encoding
    and for a truncated or damaged body or one with something after its end, and BodyTooLargeError as soon
    as more than `limit_bytes` would come out.
    """
    decoder = DECODERS.get(content_encoding.strip().lower() or "identity")
    if decoder is None:
        message = (
            f"Content-Encoding {content_encoding[:32]!r} is not known; send one of {', '.join(DECODERS)}"
        )
        raise DecodeError(message)
    size_bytes = 0
    for chunk in decoder(stream):
        size_bytes += len(chunk)
        if size_bytes > limit_bytes:
            message = f"the body decompresses to more than {limit_bytes} bytes; send it in smaller bodies"
            raise BodyTooLargeError(message)
        yield chunk


def _plain(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the stream as it is."""
    while chunk := stream.read(WIRE_CHUNK_BYTES):
        yield chunk


def _gunzipped(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the content of one or more gzip members."""
    member = zlib.decompressobj(31)
    begun = False
    pending = stream.read(WIRE_CHUNK_BYTES)
    while pending:
        if member.eof:
            member, begun = zlib.decompressobj(31), False
        try:
            chunk = member.decompress(pending, WIRE_CHUNK_BYTES)
        except zlib.error as error:
            message = "the body is not sound gzip, or something follows its end; compress it again"
            raise DecodeError(message) from error
        begun = True
        if chunk:
            yield chunk
        pending = member.unused_data if member.eof else member.unconsumed_tail
        pending = pending or stream.read(WIRE_CHUNK_BYTES)
    # What a full output window held back comes now; it is at most one window of 32 KiB.
    yield from _last_of_gzip(member, begun)


def _last_of_gzip(member: "zlib._Decompress", begun: bool) -> Iterator[bytes]:
    """Yield what the last member still holds; raise DecodeError when it is not complete."""
    if begun and not member.eof:
        chunk = member.decompress(b"", WIRE_CHUNK_BYTES)
        while chunk:
            yield chunk
            chunk = member.decompress(b"", WIRE_CHUNK_BYTES)
    if not member.eof:
        message = "the gzip body ends before its last member does; send it whole"
        raise DecodeError(message)


def _unzstandarded(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the content of one or more zstd frames."""
    decompressor = zstandard.ZstdDecompressor(max_window_size=ZSTD_MAX_WINDOW_BYTES)
    frame = decompressor.decompressobj()
    complete = False
    pending = b""
    while pending := pending or stream.read(ZSTD_STEP_BYTES):
        try:
            chunk = frame.decompress(pending)
        except zstandard.ZstdError as error:
            message = "the body is not sound zstd, or something follows its end; compress it again"
            raise DecodeError(message) from error
        if chunk:
            yield chunk
        complete, pending = frame.eof, b""
        if complete:
            pending = frame.unused_data
            frame = decompressor.decompressobj()
    if not complete:
        message = "the zstd body ends before its last frame does; send it whole"
        raise DecodeError(message)


DECODERS: dict[str, Callable[[BinaryIO], Iterator[bytes]]] = {
    "identity": _plain,
    "gzip": _gunzipped,
    "x-gzip": _gunzipped,
    "zstd": _unzstandarded,
}
