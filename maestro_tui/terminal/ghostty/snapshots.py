"""A whole terminal to bytes and back: screen, history, modes, cursor, title, even half a sequence."""

from __future__ import annotations

from maestro_tui.errors import PaneError
from maestro_tui.terminal.ghostty.binding import C, Handle, ensure, ffi, lib

__all__ = ["restore", "take"]

MAGIC = b"maestro-terminal 1\n"
"""What every snapshot begins with; another number is another form."""

CONTINUATION_LIMIT = 1 << 20


def take(terminal: Handle, tail: bytes) -> bytes:
    """Put a terminal into bytes, with the last bytes it was fed, at most 255 of them.

    Raises:
        PaneError: it is in the midst of a string sequence of more than a megabyte, or with bytes that are no text.
    """
    length = ffi.new("size_t *")
    encode = lib.ghostty_snapshot_encode_buf
    encode(terminal, ffi.NULL, 0, length)
    buffer = ffi.new("uint8_t[]", max(1, length[0]))
    ensure(encode(terminal, buffer, len(buffer), length), "take a snapshot")
    taken: bytes = ffi.buffer(buffer, length[0])[:]
    return MAGIC + bytes([len(tail)]) + tail + taken


def restore(snapshot: bytes) -> tuple[Handle, bytes]:
    """Make a terminal from bytes, and give the last bytes it was fed; callbacks and limits are to be set anew.

    Raises:
        PaneError: the bytes are not a snapshot.
    """
    if not snapshot.startswith(MAGIC) or len(snapshot) <= len(MAGIC):
        raise PaneError(
            "These bytes are no snapshot of a terminal, or one of another version of maestro-tui."
        )
    start = len(MAGIC) + 1
    tail = snapshot[start : start + snapshot[len(MAGIC)]]
    encoded = memoryview(snapshot)[start + len(tail) :]
    source = ffi.from_buffer("uint8_t[]", encoded)
    decoder = ffi.new("GhosttySnapshotDecoder *")
    ensure(lib.ghostty_snapshot_decoder_new_buf(ffi.NULL, decoder, source, len(encoded)), "read a snapshot")
    terminal = ffi.new("GhosttyTerminal *")
    longest = C.GHOSTTY_SNAPSHOT_DECODER_OPT_MAX_CONTINUATION_BYTES
    retain = C.GHOSTTY_SNAPSHOT_DECODER_OPT_RETAIN_CONTINUATION
    try:
        lib.ghostty_snapshot_decoder_set(decoder[0], longest, ffi.new("size_t *", CONTINUATION_LIMIT))
        lib.ghostty_snapshot_decoder_set(decoder[0], retain, ffi.new("bool *", True))
        ensure(lib.ghostty_snapshot_decoder_decode(decoder[0], terminal), "read a snapshot")
    finally:
        lib.ghostty_snapshot_decoder_free(decoder[0])
    return terminal[0], tail
