"""Bytes as programs, and those who mean harm, might write them: for properties."""

from __future__ import annotations

import random

from hypothesis import strategies as st

SEQUENCES = [
    *[
        b"\r",
        b"\n",
        b"\r\n",
        b"\t",
        b"\b",
        b"\x07",
        b"\x0e",
        b"\x0f",
        b"\x1b7",
        b"\x1b8",
        b"\x1bM",
        b"\x1bD",
        b"\x1bE",
    ],
    *[b"\x1bc", b"\x1b[!p", b"\x1b[g", b"\x1b#8", b"\x1b(0", b"\x1b(B", b"\x7f", b"\0", b"\x18", b"\x1a"],
    *[
        b"\x1b[H",
        b"\x1b[2;3H",
        b"\x1b[99;99H",
        b"\x1b[A",
        b"\x1b[3B",
        b"\x1b[2C",
        b"\x1b[D",
        b"\x1b[5G",
        b"\x1b[3d",
    ],
    *[
        b"\x1b[J",
        b"\x1b[1J",
        b"\x1b[2J",
        b"\x1b[3J",
        b"\x1b[K",
        b"\x1b[1K",
        b"\x1b[2X",
        b"\x1b[2P",
        b"\x1b[2@",
    ],
    *[b"\x1b[L", b"\x1b[2M", b"\x1b[S", b"\x1b[2T", b"\x1b[2;3r", b"\x1b[r", b"\x1b[5b", b"\x1b[2147483647b"],
    *[
        b"\x1b[m",
        b"\x1b[1;31m",
        b"\x1b[7;44m",
        b"\x1b[38;2;1;2;3m",
        b"\x1b[48;5;200m",
        b"\x1b[4:3m",
        b"\x1b[53m",
    ],
    *[
        b"\x1b[?1049h",
        b"\x1b[?1049l",
        b"\x1b[?47h",
        b"\x1b[?47l",
        b"\x1b[?25l",
        b"\x1b[?25h",
        b"\x1b[?7l",
        b"\x1b[?7h",
    ],
    *[
        b"\x1b[?6h",
        b"\x1b[?6l",
        b"\x1b[4h",
        b"\x1b[4l",
        b"\x1b[?69h",
        b"\x1b[2;5s",
        b"\x1b[?2026h",
        b"\x1b[?2026l",
    ],
    *[b"\x1b[?2004h", b"\x1b[?1000h", b"\x1b[?1006h", b"\x1b[>1u", b"\x1b[<u", b"\x1b[?2027l", b"\x1b[5 q"],
    *[
        b"\x1b[c",
        b"\x1b[6n",
        b"\x1b[5n",
        b"\x1b[?7$p",
        b"\x1b[>q",
        b"\x1b]11;?\x07",
        b"\x1b[18t",
        b"\x1bP$qm\x1b\\",
    ],
    *[
        b"\x1b]0;title\x07",
        b"\x1b]2;other\x1b\\",
        b"\x1b]8;;http://x/\x1b\\",
        b"\x1b]8;;\x1b\\",
        b"\x1b]7;file:///\x07",
    ],
    *[
        b"\x1b]52;c;aGk=\x07",
        b"\x1b]9;note\x07",
        b"\x1b]99;;note\x1b\\",
        b"\x1b]9;4;1;5\x07",
        b"\x1b]133;A\x07",
    ],
    *[
        b"\x1b]4;1;?\x07",
        b"\x1b]0;never ended",
        b"\x1bPq",
        b"\x1b_G",
        b"\x1b^",
        b"\x1bX",
        b"\x1b",
        b"\x1b[",
        b"\x1b]",
    ],
    *[
        "中".encode(),
        "é".encode(),
        "e\u0301".encode(),
        "👨‍👩‍👧".encode(),
        "🇩🇪".encode(),
        "❤️".encode(),
        "\u0903".encode(),
    ],
    *[b"\xff", b"\xe4\xb8", b"\xf0\x9f", b"\xc0\xaf", b"\x9b31m", "\x9b".encode()],
]

texts = st.text(st.characters(codec="utf-8"), max_size=12).map(str.encode)
streams = st.lists(st.sampled_from(SEQUENCES) | texts | st.binary(max_size=6), max_size=40).map(b"".join)


def soup(size: int, seed: int) -> bytes:
    """Mix sequences, text and noise at random; the same for the same seed."""
    source = random.Random(seed)
    pieces: list[bytes] = []
    length = 0
    while length < size:
        kind = source.random()
        if kind < 0.6:
            piece = source.choice(SEQUENCES)
        elif kind < 0.8:
            piece = source.randbytes(source.randrange(1, 20))
        else:
            piece = b"text " * source.randrange(1, 10)
        pieces.append(piece)
        length += len(piece)
    return b"".join(pieces)
