"""What a hostile program may write to its terminal. None of it may reach the terminal of the user."""

from __future__ import annotations

import base64
from typing import Final

MARK: Final = "PWNED"
"""Stands in every payload: it may be seen as text, and nowhere else."""

_CLIP: Final = base64.b64encode(f"{MARK}; rm -rf ~\n".encode())
_M: Final = MARK.encode()

ATTACKS: Final[tuple[bytes, ...]] = (
    # Titles, and having them reported into the input.
    b"\x1b]0;" + _M + b"\x07\x1b]2;" + _M + b"\r\x1b\\\x1b[21t\x1b[20t\x1b[22;0t\x1b[23;0t",
    b"\x1b]l" + _M + b"\x1b\\\x1b]L" + _M + b"\x1b\\",
    # Palette, colours.
    b"\x1b]4;1;rgb:ff/00/00\x07\x1b]4;1;?\x07\x1b]104\x07\x1b]10;#"
    + _M
    + b"\x07\x1b]11;?\x07\x1b]12;red\x07",
    # Working directory, and a hyperlink with control characters in it.
    b"\x1b]7;file://" + _M + b"/etc\x07\x1b]8;id=" + _M + b";https://" + _M + b"/\x1b\\link\x1b]8;;\x1b\\",
    b"\x1b]8;;file:///" + _M + b"\x07x\x1b]8;;\x07",
    # Notifications, progress.
    b"\x1b]9;" + _M + b"[@click=app.quit]x[/]\x07\x1b]9;4;1;50\x07\x1b]9;4;1;99999999999\x07",
    b"\x1b]99;i=1:d=0;" + _M + b"\x1b\\\x1b]777;notify;" + _M + b";" + _M + b"\x07",
    # A font, which old terminals echoed back.
    b"\x1b]50;" + _M + b"\x07\x1b]50;?\x07\x1b]49;" + _M + b"\x07",
    # The clipboard: written, of both kinds, and read.
    b"\x1b]52;c;" + _CLIP + b"\x07\x1b]52;p;" + _CLIP + b"\x1b\\\x1b]52;c;?\x07\x1b]52;;?\x1b\\",
    # Marks of shells and of other terminals; files, shells and pictures of iTerm.
    b"\x1b]133;A\x07\x1b]133;C\x07\x1b]133;D;1\x07\x1b]633;E;" + _M + b"\x07",
    b"\x1b]1337;File=name="
    + _CLIP
    + b";inline=1:"
    + _CLIP
    + b"\x07\x1b]1337;CopyToClipboard=;"
    + _M
    + b"\x07",
    b"\x1b]1337;RemoteHost=" + _M + b"\x07\x1b]1337;StealFocus\x07\x1b]1337;ReportCellSize\x07",
    # Device control: DECRQSS with a line break, keys, sixels, terminfo, tmux' way through.
    b"\x1bP$q\n"
    + _M
    + b"\n\x1b\\\x1bP$qm\x1b\\\x1bP0;1|17/"
    + _M
    + b"\x1b\\\x1bPq#0;2;0;0;0#0~~"
    + _M
    + b"\x1b\\",
    b"\x1bP+q" + _M.hex().encode() + b"\x1b\\\x1bPtmux;\x1b\x1b]52;c;" + _CLIP + b"\x07\x1b\\",
    # Application strings (pictures of kitty), privacy messages, start of string.
    b"\x1b_Gf=24,s=1,v=1,a=T;"
    + _CLIP
    + b"\x1b\\\x1b_"
    + _M
    + b"\x1b\\\x1b^"
    + _M
    + b"\x1b\\\x1bX"
    + _M
    + b"\x1b\\",
    # Questions of every kind.
    b"\x1b[6n\x1b[5n\x1b[c\x1b[>c\x1b[=c\x1b[>q\x1b[14t\x1b[16t\x1b[18t\x1b[19t\x1b[21t\x1b[?u\x1b[?996n\x1bZ\x05",
    # Windows moved, resized, iconified; modes of the outer terminal; a full reset; another keyboard.
    b"\x1b[2t\x1b[8;1;1t\x1b[3;0;0t\x1b[9;1t\x1b[?1049h\x1b[?1003h\x1b[?2004h\x1b[?1004h\x1b[?5h\x1b[?3h",
    b"\x1b[>31u\x1b[=31;1u\x1b[>4;2m\x1b[?9001h\x1b[5i\x1b[4i\x1b[?1049l\x1bc",
    # Eight-bit control characters, as bytes and as code points.
    b"\x9d0;" + _M + b"\x9c\x9b6n\x90" + _M + b"\x9c\x9f" + _M + b"\x9c\x84\x85\x8d",
    f"\x9d52;c;{_CLIP.decode()}\x9c\x9b6n\x90{MARK}\x9c".encode(),
    # Huge and broken parameters.
    b"\x1b[2147483647L\x1b[2147483647M\x1b[2147483647@\x1b[2147483647P\x1b[99999999999999999999b\x1b[;;;;;;m",
    b"\x1b[" + b"1;" * 5000 + b"m\x1b[38;2;999;999;999m\x1b[58:5:999m\x1b[-1;-1H\x1b[0m",
    # Shift in and out, characters sets, tabs; bells without end.
    b"\x0e\x0f\x1b(0" + _M + b"\x1b(B\x1b#8\x1b[3g" + b"\x07" * 500,
    # Text that turns its direction, cannot be seen, or stacks its accents.
    f"\u202e{MARK}\u2066\u200b\ufeff\U000e0041 a{chr(0x301) * 500}".encode(),
    # Broken UTF-8.
    b"\xff\xfe\xc0\x80\xed\xa0\x80\xf4\x90\x80\x80\xe2\x28",
)

UNFINISHED: Final[tuple[bytes, ...]] = (
    b"\x1b]52;c;" + _CLIP,
    b"\x1b]0;" + _M * 10_000,
    b"\x1bP" + _M,
    b"\x1b[" + b"9" * 10_000,
)
"""Strings that never end, and swallow what follows."""
