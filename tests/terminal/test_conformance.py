"""Control functions, modes, answers, Unicode and reflow, through a terminal of ours. The expectations are xterm's.

One line of the table is one case: bytes in; then what is on the screen (lines without the blanks at their ends, the
empty ones at the end left out), where the cursor is (``x``, ``y`` from 0), and what is answered, each where it matters.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from maestro_tui.terminal import Terminal


class Case(NamedTuple):
    name: str
    fed: bytes
    screen: list[str] | None = None
    cursor: tuple[int, int] | None = None
    reply: bytes | None = None
    size: tuple[int, int] = (10, 4)
    resized: tuple[int, int] | None = None


FULL = b"aaaa\r\nbbbb\r\ncccc\r\ndddd"
ALPHABET = b"abcdefghij"

CURSOR = [
    Case("print", b"hello", ["hello"], (5, 0)),
    Case("CR", b"abc\rX", ["Xbc"], (1, 0)),
    Case("LF keeps the column", b"abc\nX", ["abc", "   X"], (4, 1)),
    Case("VT is LF", b"a\x0bb", ["a", " b"]),
    Case("FF is LF", b"a\x0cb", ["a", " b"]),
    Case("LNM set: LF returns", b"\x1b[20habc\nX", ["abc", "X"]),
    Case("BS", b"abc\b\bX", ["aXc"], (2, 0)),
    Case("BS stops at the left edge", b"a\b\b\bX", ["X"]),
    Case("BS at pending wrap", b"0123456789\bX", ["01234567X9"], (9, 0)),
    Case("NUL is nothing", b"a\0b", ["ab"]),
    Case("DEL is nothing", b"a\x7fb", ["ab"]),
    Case("HT", b"\tX", ["        X"], (9, 0)),
    Case("HT stops at the right edge", b"\t\t\tX", ["         X"]),
    Case("HTS and TBC 3", b"\x1b[3g\x1b[4G\x1bH\r\tX", ["   X"]),
    Case("TBC 0", b"\x1b[9G\x1b[g\r\tX", ["         X"]),
    Case("CHT", b"\x1b[ITX", ["        TX"]),
    Case("CBT", b"\x1b[10G\x1b[ZX", ["        X"]),
    Case("CUU", b"\x1b[3;3H\x1b[2AX", ["  X"]),
    Case("CUU stops at the top", b"\x1b[9AX", ["X"]),
    Case("CUD", b"\x1b[2BX", ["", "", "X"]),
    Case("CUD stops at the bottom", b"\x1b[99BX", ["", "", "", "X"]),
    Case("CUF", b"\x1b[3CX", ["   X"]),
    Case("CUF stops at the right", b"\x1b[99CX", ["         X"]),
    Case("CUB", b"abcd\x1b[2DX", ["abXd"]),
    Case("CUB 0 is 1", b"abcd\x1b[0DX", ["abcX"]),
    Case("CNL", b"abc\x1b[2EX", ["abc", "", "X"]),
    Case("CPL", b"\n\n  x\x1b[2FX", ["X", "", "  x"]),
    Case("CHA", b"abc\x1b[2GX", ["aXc"]),
    Case("HPA", b"abc\x1b[2`X", ["aXc"]),
    Case("HPR", b"a\x1b[2aX", ["a  X"]),
    Case("VPA", b"ab\x1b[3dX", ["ab", "", "  X"]),
    Case("VPR", b"ab\x1b[2eX", ["ab", "", "  X"]),
    Case("CUP", b"\x1b[2;3HX", ["", "  X"], (3, 1)),
    Case("CUP defaults", b"abc\x1b[HX", ["Xbc"]),
    Case("HVP", b"\x1b[2;3fX", ["", "  X"]),
    Case("CUP beyond the screen", b"\x1b[99;99HX", ["", "", "", "         X"], (9, 3)),
    Case("huge parameters", b"\x1b[4294967296;99999999999999999999HX", None, (9, 3)),
    Case("DECSC and DECRC", b"ab\x1b7\x1b[3;3Hx\x1b8X", ["abX", "", "  x"]),
    Case("SCOSC and SCORC", b"ab\x1b[s\x1b[3;3Hx\x1b[uX", ["abX", "", "  x"]),
    Case("DECRC without DECSC is home", b"\x1b[3;3H\x1b8X", ["X"]),
    Case("IND", b"ab\x1bDX", ["ab", "  X"]),
    Case("NEL", b"ab\x1bEX", ["ab", "X"]),
    Case("RI", b"\x1b[2;3H\x1bMX", ["  X"]),
    Case("RI at the top scrolls", b"a\r\nb\x1b[H\x1bMX", ["X", "a", "b"]),
    Case("REP", b"ab\x1b[3bX", ["abbbbX"]),
]

WRAP = [
    Case("wrap", b"0123456789ab", ["0123456789", "ab"], (2, 1)),
    Case("wrap is pending", b"0123456789", ["0123456789"], (9, 0)),
    Case("CR cancels a pending wrap", b"0123456789\rX", ["X123456789"]),
    Case("CUP cancels a pending wrap", b"0123456789\x1b[1;10HX", ["012345678X"]),
    Case("DECAWM reset", b"\x1b[?7l0123456789ab", ["012345678b"], (9, 0)),
    Case("DECAWM set again", b"\x1b[?7l\x1b[?7h0123456789a", ["0123456789", "a"]),
    Case("reverse wrap", b"\x1b[?7;45h0123456789a\b\bX", ["012345678X", "a"]),
    Case("LF at the bottom scrolls", FULL + b"\r\ne", ["bbbb", "cccc", "dddd", "e"]),
    Case("wrap at the bottom scrolls", b"\x1b[4;1H0123456789a", ["", "", "0123456789", "a"]),
]

ERASE = [
    Case("EL 0", ALPHABET + b"\x1b[5G\x1b[K", ["abcd"]),
    Case("EL 1", ALPHABET + b"\x1b[5G\x1b[1K", ["     fghij"]),
    Case("EL 2", ALPHABET + b"\x1b[5G\x1b[2K", []),
    Case("ED 0", FULL + b"\x1b[2;3H\x1b[J", ["aaaa", "bb"]),
    Case("ED 1", FULL + b"\x1b[2;3H\x1b[1J", ["", "   b", "cccc", "dddd"]),
    Case("ED 2 keeps the cursor", FULL + b"\x1b[2;3H\x1b[2J", [], (2, 1)),
    Case("ED 3 keeps the screen", FULL + b"\r\ne\x1b[3J", ["bbbb", "cccc", "dddd", "e"]),
    Case("ECH", ALPHABET + b"\x1b[3G\x1b[4X", ["ab    ghij"]),
    Case("ECH stops at the edge", ALPHABET + b"\x1b[9G\x1b[99X", ["abcdefgh"]),
    Case("DCH", ALPHABET + b"\x1b[3G\x1b[2P", ["abefghij"]),
    Case("ICH", ALPHABET + b"\x1b[3G\x1b[2@", ["ab  cdefgh"]),
    Case("ICH huge", ALPHABET + b"\x1b[3G\x1b[2147483647@", ["ab"]),
    Case("IRM", b"abcd\x1b[2G\x1b[4hXY\x1b[4lZ", ["aXYZcd"]),
    Case("IL", FULL + b"\x1b[2;3H\x1b[LX", ["aaaa", "X", "bbbb", "cccc"]),
    Case("DL", FULL + b"\x1b[2;3H\x1b[MX", ["aaaa", "Xccc", "dddd"]),
    Case("DL huge", FULL + b"\x1b[2;1H\x1b[2147483647M", ["aaaa"]),
    Case("SU", FULL + b"\x1b[2S", ["cccc", "dddd"], (4, 3)),
    Case("SD", FULL + b"\x1b[T", ["", "aaaa", "bbbb", "cccc"]),
    Case("DECALN", b"x\x1b#8", ["E" * 10] * 4, (0, 0)),
    Case("DECSED spares what is protected", b'a\x1b[1"qb\x1b[0"qc\x1b[?2J', [" b"]),
    Case("DECSEL spares what is protected", b'a\x1b[1"qb\x1b[0"qc\x1b[?2K', [" b"]),
]

REGION = [
    Case("DECSTBM goes home", b"\x1b[3;3H\x1b[2;3rX", ["X"]),
    Case("LF scrolls the region only", FULL + b"\x1b[2;3r\x1b[3;1H\nX", ["aaaa", "cccc", "X", "dddd"]),
    Case("RI scrolls the region only", FULL + b"\x1b[2;3r\x1b[2;1H\x1bMX", ["aaaa", "X", "bbbb", "dddd"]),
    Case("SU in a region", FULL + b"\x1b[2;3r\x1b[S", ["aaaa", "cccc", "", "dddd"]),
    Case("IL in a region", FULL + b"\x1b[1;3r\x1b[2;1H\x1b[L", ["aaaa", "", "bbbb", "dddd"]),
    Case(
        "IL outside of the region is nothing",
        FULL + b"\x1b[1;2r\x1b[4;1H\x1b[L",
        ["aaaa", "bbbb", "cccc", "dddd"],
    ),
    Case(
        "LF below the region does not scroll",
        FULL + b"\x1b[1;2r\x1b[4;1H\nX",
        ["aaaa", "bbbb", "cccc", "Xddd"],
    ),
    Case("a region of one line is none", FULL + b"\x1b[2;2r\x1b[4;1H\nX", ["bbbb", "cccc", "dddd", "X"]),
    Case("DECOM", b"\x1b[2;3r\x1b[?6hX\x1b[9;1HY", ["", "X", "Y"]),
    Case("DECOM in CPR", b"\x1b[2;3r\x1b[?6h\x1b[2;3H\x1b[6n", reply=b"\x1b[2;3R"),
    Case("CUU stops at the region's top", b"\x1b[2;4r\x1b[3;1H\x1b[9AX", ["", "X"]),
    Case("DECLRMM", b"\x1b[?69h\x1b[3;5s\x1b[1;3Habcd", ["  abc", "  d"]),
    Case("a region is left by RIS", b"\x1b[2;3r\x1bc" + FULL + b"\r\ne", ["bbbb", "cccc", "dddd", "e"]),
]

MODES = [
    Case("1049 keeps the screen", b"abc\x1b[?1049hxyz\x1b[?1049l", ["abc"], (3, 0)),
    Case("1049 begins empty", b"abc\x1b[?1049h", [], (3, 0)),
    Case("47", b"abc\x1b[?47hX\x1b[?47l", ["abc"]),
    Case("1047 clears when it is left", b"a\x1b[?1047hX\x1b[?1047l\x1b[?1047h", []),
    Case("1048", b"ab\x1b[?1048h\x1b[3;3H\x1b[?1048lX", ["abX"]),
    Case("RIS", b"abc\x1b[31m\x1b[?7l\x1bcX", ["X"], (1, 0)),
    Case("DECSTR keeps the text", b"abc\x1b[4h\x1b[!p\x1b[1GX", ["Xbc"]),
    Case("DECSTR leaves origin mode", b"\x1b[2;3r\x1b[?6h\x1b[!p\x1b[HX", ["X"]),
    Case("XTSAVE and XTRESTORE", b"\x1b[?7l\x1b[?7s\x1b[?7h\x1b[?7r0123456789ab", ["012345678b"]),
    Case("DECRQM of a set mode", b"\x1b[?7$p", reply=b"\x1b[?7;1$y"),
    Case("DECRQM of a reset mode", b"\x1b[?2004$p", reply=b"\x1b[?2004;2$y"),
    Case("DECRQM after a set", b"\x1b[?2004h\x1b[?2004$p", reply=b"\x1b[?2004;1$y"),
    Case("DECRQM of an unknown mode", b"\x1b[?9999$p", reply=b"\x1b[?9999;0$y"),
    Case("DECRQM of an ANSI mode", b"\x1b[4h\x1b[4$p", reply=b"\x1b[4;1$y"),
    Case("DECRQM of synchronized output", b"\x1b[?2026$p", reply=b"\x1b[?2026;2$y"),
    Case("DECRQM of grapheme clusters", b"\x1b[?2027$p", reply=b"\x1b[?2027;1$y"),
    Case("grapheme clusters outlive RIS", b"\x1bc\x1b[?2027$p", reply=b"\x1b[?2027;1$y"),
]

CHARSETS = [
    Case("line drawing in G0", b"\x1b(0lqk\x1b(Bq", ["┌─┐q"]),
    Case("line drawing in G1", b"\x1b)0a\x0eq\x0fq", ["a─q"]),
    Case("british", b"\x1b(A#\x1b(B#", ["£#"]),
    Case("DECSC keeps the charset", b"\x1b(0\x1b7\x1b(Bq\x1b8q", ["─"]),
    Case("SS2", b"\x1b*0q\x1bNqq", ["q─q"]),
]

UNICODE = [
    Case("two bytes", "é".encode(), ["é"], (1, 0)),
    Case("wide", "中".encode(), ["中"], (2, 0)),
    Case("wide at the edge wraps", "012345678中".encode(), ["012345678", "中"], (2, 1)),
    Case("left half overwritten", "中\rX".encode(), ["X"], (1, 0)),
    Case("right half overwritten", "中\x1b[2GX".encode(), [" X"]),
    Case("DCH of half a wide one", "中b\x1b[2G\x1b[P".encode(), [" b"]),
    Case("combining", "e\u0301x".encode(), ["e\u0301x"], (2, 0)),
    Case("combining over a cut", "e\u0301".encode() + b"\xcc", ["e\u0301"]),
    Case("ZWJ family", "👨‍👩‍👧|".encode(), ["👨‍👩‍👧|"], (3, 0)),
    Case("flag", "🇩🇪|".encode(), ["🇩🇪|"], (3, 0)),
    Case("VS16", "❤️|".encode(), ["❤️|"], (3, 0)),
    Case("skin tone", "👍🏽|".encode(), ["👍🏽|"], (3, 0)),
    Case("invalid byte", b"a\xffb", ["a\N{REPLACEMENT CHARACTER}b"]),
    Case("cut sequence", b"a\xe4\xb8b", ["a\N{REPLACEMENT CHARACTER}b"]),
    Case("overlong", b"a\xc0\xafb", ["a\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}b"]),
    Case("surrogate", b"a\xed\xa0\x80b", None, (5, 0)),
    Case("C1 as UTF-8 draws nothing", "a\x9b31mb\x85c".encode(), None, None),
    Case("soft hyphen has a cell", "a\u00adb".encode(), ["a\u00adb"], (3, 0)),
    Case("zero width space has none", "a\u200bb".encode(), None, (2, 0)),
]

REPLIES = [
    Case("DA1", b"\x1b[c", reply=b"\x1b[?62;22c"),
    Case("DA1 with 0", b"\x1b[0c", reply=b"\x1b[?62;22c"),
    Case("DA2", b"\x1b[>c", reply=b"\x1b[>1;0;0c"),
    Case("DA3", b"\x1b[=c", reply=b"\x1bP!|00000000\x1b\\"),
    Case("DSR", b"\x1b[5n", reply=b"\x1b[0n"),
    Case("CPR", b"ab\r\ncd\x1b[6n", reply=b"\x1b[2;3R"),
    Case("CPR at pending wrap", b"0123456789\x1b[6n", reply=b"\x1b[1;10R"),
    Case("XTVERSION", b"\x1b[>q", reply=b"\x1bP>|maestro-tui\x1b\\"),
    Case("DECRQSS SGR", b"\x1b[1;31m\x1bP$qm\x1b\\", reply=b"\x1bP1$r0;1;31m\x1b\\"),
    Case("DECRQSS DECSTBM", b"\x1b[2;3r\x1bP$qr\x1b\\", reply=b"\x1bP1$r2;3r\x1b\\"),
    Case("DECRQSS DECSCUSR", b"\x1b[4 q\x1bP$q q\x1b\\", reply=b"\x1bP1$r4 q\x1b\\"),
    Case("DECRQSS of what is unknown", b"\x1bP$qZZ\n\x1b\\", reply=b""),
    Case("OSC 10", b"\x1b]10;?\x07", reply=b"\x1b]10;rgb:e0e0/e0e0/e0e0\x07"),
    Case("OSC 11 answered with its own end", b"\x1b]11;?\x1b\\", reply=b"\x1b]11;rgb:1212/1212/1212\x1b\\"),
    Case("OSC 12", b"\x1b]12;?\x07", reply=b"\x1b]12;rgb:e0e0/e0e0/e0e0\x07"),
    Case(
        "OSC 11 set and asked", b"\x1b]11;#102030\x07\x1b]11;?\x07", reply=b"\x1b]11;rgb:1010/2020/3030\x07"
    ),
    Case("OSC 111", b"\x1b]11;#102030\x07\x1b]111\x07\x1b]11;?\x07", reply=b"\x1b]11;rgb:1212/1212/1212\x07"),
    Case(
        "OSC 4 set and asked", b"\x1b]4;5;#102030\x07\x1b]4;5;?\x07", reply=b"\x1b]4;5;rgb:1010/2020/3030\x07"
    ),
    Case("text area in cells", b"\x1b[18t", reply=b"\x1b[8;4;10t"),
    Case("text area in pixels", b"\x1b[14t", reply=b"\x1b[4;64;80t"),
    Case("cell in pixels", b"\x1b[16t", reply=b"\x1b[6;16;8t"),
    Case("title is not told", b"\x1b]2;x\x07\x1b[21t", reply=b""),
    Case("ENQ is not answered", b"\x05", reply=b""),
    Case("kitty keyboard", b"\x1b[?u\x1b[>5u\x1b[?u\x1b[<u\x1b[?u", reply=b"\x1b[?0u\x1b[?5u\x1b[?0u"),
    Case("colour scheme", b"\x1b[?996n", reply=b"\x1b[?997;1n"),
    Case("clipboard is not told", b"\x1b]52;c;?\x07", reply=b""),
]

PARSER = [
    Case("CAN ends a sequence", b"a\x1b[3\x18b", ["ab"]),
    Case("SUB ends a sequence", b"a\x1b[3\x1ab", None, None),
    Case("ESC begins anew", b"a\x1b[3\x1b[1CX", ["a X"]),
    Case("controls inside of a sequence", b"a\x1b[\b2CX", ["a X"]),
    Case("unknown CSI", b"a\x1b[99yb\x1b[?5zc\x1b[=5;3{d", ["abcd"]),
    Case("too many parameters", b"a\x1b[" + b"1;" * 500 + b"mb", ["ab"]),
    Case("OSC with BEL", b"a\x1b]0;t\x07b", ["ab"]),
    Case("OSC with ST", b"a\x1b]0;t\x1b\\b", ["ab"]),
    Case("OSC unknown", b"a\x1b]7777;t\x07b", ["ab"]),
    Case("OSC cut by CAN", b"a\x1b]0;t\x18b", ["ab"]),
    Case("DCS", b"a\x1bPqdata\x1b\\b", ["ab"]),
    Case("APC", b"a\x1b_data\x1b\\b", ["ab"]),
    Case("PM", b"a\x1b^data\x1b\\b", ["ab"]),
    Case("SOS", b"a\x1bXdata\x1b\\b", ["ab"]),
    Case("SGR with colons", b"\x1b[38:2::1:2:3mab", ["ab"]),
    Case("XTMODKEYS is no SGR", b"\x1b[>4;2mab", ["ab"]),
]

REFLOW = [
    Case("narrower", b"abcdefghijkl", ["abcdef", "ghijkl"], resized=(6, 4)),
    Case("wider", b"abcdefghijkl", ["abcdefghijkl"], resized=(20, 4)),
    Case("narrower and wide characters", "a中文b".encode(), ["a中", "文b"], resized=(3, 4)),
    Case("hard ends stay", b"abc\r\ndef", ["abc", "def"], resized=(20, 4)),
    Case("fewer rows keep the cursor's line", FULL, ["cccc", "dddd"], (4, 1), resized=(10, 2)),
    Case("more rows", b"a\r\nb", ["a", "b"], (1, 1), resized=(10, 8)),
    Case(
        "the alternate screen is cut, not wrapped", b"\x1b[?1049h\x1b[Habcdefghij", ["abcdef"], resized=(6, 4)
    ),
]

CASES = [*CURSOR, *WRAP, *ERASE, *REGION, *MODES, *CHARSETS, *UNICODE, *REPLIES, *PARSER, *REFLOW]


def run(case: Case, chunk: int) -> tuple[Terminal, bytes]:
    """Feed a terminal in pieces of so many bytes."""
    sent = bytearray()
    terminal = Terminal(*case.size, send=sent.extend)
    for start in range(0, len(case.fed), chunk):
        terminal.feed(case.fed[start : start + chunk])
    if case.resized is not None:
        terminal.resize(*case.resized)
    return terminal, bytes(sent)


def lines(terminal: Terminal) -> list[str]:
    """Read the screen as the table has it."""
    texts = [row.text.rstrip() for row in terminal.rows()]
    while texts and not texts[-1]:
        texts.pop()
    return texts


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_conformance(case: Case) -> None:
    for chunk in (1 << 16, 1):
        terminal, reply = run(case, chunk)
        if case.screen is not None:
            assert lines(terminal) == case.screen
        if case.cursor is not None:
            assert terminal.cursor[:2] == case.cursor
        if case.reply is not None:
            assert reply == case.reply


def test_the_table_is_a_table() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 100
