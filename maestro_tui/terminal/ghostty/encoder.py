"""Keys and the mouse to bytes, in the modes the program set: the library's own encoders."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

from maestro_tui.terminal.ghostty.binding import (
    FREE_KEY_ENCODER,
    FREE_KEY_EVENT,
    FREE_MOUSE_ENCODER,
    FREE_MOUSE_EVENT,
    C,
    Handle,
    Owned,
    allocate,
    ensure,
    ffi,
    lib,
    sized,
)
from maestro_tui.terminal.keys import (
    KeyPress,
    Modifier,
    MouseAction,
    MouseButton,
    MouseInput,
    Stroke,
    read_key,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["InputEncoder"]


def _named_keys() -> Iterator[tuple[str, int]]:
    """Pair the names of keys with the library's numbers."""
    for letter in string.ascii_lowercase:
        yield letter, getattr(C, f"GHOSTTY_KEY_{letter.upper()}")
    for digit in string.digits:
        yield digit, getattr(C, f"GHOSTTY_KEY_DIGIT_{digit}")
    for number in range(1, 26):
        yield f"f{number}", getattr(C, f"GHOSTTY_KEY_F{number}")
    for name in ("enter", "tab", "escape", "backspace", "delete", "insert", "home", "end", "pause"):
        yield name, getattr(C, f"GHOSTTY_KEY_{name.upper()}")
    for name in ("up", "down", "left", "right"):
        yield name, getattr(C, f"GHOSTTY_KEY_ARROW_{name.upper()}")
    for name in ("caps_lock", "num_lock", "scroll_lock", "print_screen"):
        yield name, getattr(C, f"GHOSTTY_KEY_{name.upper()}")


KEYS: dict[str, int] = dict(_named_keys()) | {
    "pageup": C.GHOSTTY_KEY_PAGE_UP,
    "pagedown": C.GHOSTTY_KEY_PAGE_DOWN,
    "kp_begin": C.GHOSTTY_KEY_NUMPAD_BEGIN,
    "menu": C.GHOSTTY_KEY_CONTEXT_MENU,
    " ": C.GHOSTTY_KEY_SPACE,
    "`": C.GHOSTTY_KEY_BACKQUOTE,
    "\\": C.GHOSTTY_KEY_BACKSLASH,
    "[": C.GHOSTTY_KEY_BRACKET_LEFT,
    "]": C.GHOSTTY_KEY_BRACKET_RIGHT,
    ",": C.GHOSTTY_KEY_COMMA,
    "=": C.GHOSTTY_KEY_EQUAL,
    "-": C.GHOSTTY_KEY_MINUS,
    ".": C.GHOSTTY_KEY_PERIOD,
    "'": C.GHOSTTY_KEY_QUOTE,
    ";": C.GHOSTTY_KEY_SEMICOLON,
    "/": C.GHOSTTY_KEY_SLASH,
}

BUTTONS: dict[MouseButton, int] = {
    MouseButton.LEFT: C.GHOSTTY_MOUSE_BUTTON_LEFT,
    MouseButton.MIDDLE: C.GHOSTTY_MOUSE_BUTTON_MIDDLE,
    MouseButton.RIGHT: C.GHOSTTY_MOUSE_BUTTON_RIGHT,
    MouseButton.WHEEL_UP: C.GHOSTTY_MOUSE_BUTTON_FOUR,
    MouseButton.WHEEL_DOWN: C.GHOSTTY_MOUSE_BUTTON_FIVE,
    MouseButton.WHEEL_LEFT: C.GHOSTTY_MOUSE_BUTTON_SIX,
    MouseButton.WHEEL_RIGHT: C.GHOSTTY_MOUSE_BUTTON_SEVEN,
}
ACTIONS: dict[MouseAction, int] = {
    MouseAction.PRESS: C.GHOSTTY_MOUSE_ACTION_PRESS,
    MouseAction.RELEASE: C.GHOSTTY_MOUSE_ACTION_RELEASE,
    MouseAction.MOVE: C.GHOSTTY_MOUSE_ACTION_MOTION,
}

OUTPUT_SIZE = 256


def _classic_keys() -> Iterator[tuple[tuple[str, Modifier], bytes]]:
    """Pair keys with what xterm sends for them, where the library sends what only newer programs understand."""
    for modifiers in (Modifier.SHIFT, Modifier.CTRL, Modifier.CTRL | Modifier.SHIFT):
        yield ("enter", modifiers), b"\r"
        yield ("escape", modifiers), b"\x1b"
    for modifiers in (Modifier.CTRL, Modifier.CTRL | Modifier.SHIFT):
        for letter in string.ascii_lowercase:
            yield (letter, modifiers), bytes([ord(letter) & 0x1F])
    yield ("tab", Modifier.CTRL), b"\t"
    yield ("[", Modifier.CTRL), b"\x1b"
    yield (" ", Modifier.SHIFT), b" "
    yield ("backspace", Modifier.SHIFT), b"\x7f"


CLASSIC: dict[tuple[str, Modifier], bytes] = dict(_classic_keys())


class InputEncoder:
    """The encoders of one terminal."""

    def __init__(self, terminal: Handle) -> None:
        self._terminal = terminal
        self._key_encoder = allocate("GhosttyKeyEncoder", lib.ghostty_key_encoder_new)
        self._key_event = allocate("GhosttyKeyEvent", lib.ghostty_key_event_new)
        self._mouse_encoder = allocate("GhosttyMouseEncoder", lib.ghostty_mouse_encoder_new)
        self._mouse_event = allocate("GhosttyMouseEvent", lib.ghostty_mouse_event_new)
        self._option_is_alt = ffi.new("GhosttyOptionAsAlt *", C.GHOSTTY_OPTION_AS_ALT_TRUE)
        self._output = ffi.new("char[]", OUTPUT_SIZE)
        self._length = ffi.new("size_t *")

    @property
    def owned(self) -> Owned:
        """The library's objects that are to be given back, each with how."""
        return [
            (FREE_KEY_EVENT, self._key_event),
            (FREE_KEY_ENCODER, self._key_encoder),
            (FREE_MOUSE_EVENT, self._mouse_event),
            (FREE_MOUSE_ENCODER, self._mouse_encoder),
        ]

    def key(self, press: KeyPress) -> bytes:
        """Encode a key; nothing comes of a key that programs cannot be told in their mode."""
        stroke = read_key(press)
        classic = CLASSIC.get((stroke.name.lower(), stroke.modifiers & ~Modifier.ALT))
        if classic is not None and self._is_classic():
            return b"\x1b" + classic if stroke.modifiers & Modifier.ALT else classic
        if len(stroke.text.encode()) > OUTPUT_SIZE // 2:
            return stroke.text.encode()
        encoded = self._encode_key(stroke)
        if not encoded and stroke.text and not stroke.modifiers & ~Modifier.SHIFT:
            return stroke.text.encode()
        return encoded

    def _is_classic(self) -> bool:
        """Tell whether the program has asked for no newer way to be told of keys: Ctrl+H is one byte then."""
        return len(self._encode_key(Stroke("h", Modifier.CTRL, "h"))) == 1

    def _encode_key(self, stroke: Stroke) -> bytes:
        event = self._key_event
        lowered = stroke.name.lower()
        modifiers = stroke.modifiers
        if lowered != stroke.name and len(stroke.name) == 1:
            modifiers |= Modifier.SHIFT
        text = stroke.text.encode()
        kept = ffi.new("char[]", text)
        lib.ghostty_key_event_set_action(event, C.GHOSTTY_KEY_ACTION_PRESS)
        lib.ghostty_key_event_set_key(event, KEYS.get(lowered, C.GHOSTTY_KEY_UNIDENTIFIED))
        lib.ghostty_key_event_set_mods(event, modifiers.value)
        lib.ghostty_key_event_set_consumed_mods(event, (modifiers & Modifier.SHIFT).value if text else 0)
        lib.ghostty_key_event_set_utf8(event, kept, len(text))
        codepoint = ord(lowered) if len(lowered) == 1 else 0
        lib.ghostty_key_event_set_unshifted_codepoint(event, codepoint)
        encoder = self._key_encoder
        lib.ghostty_key_encoder_setopt_from_terminal(encoder, self._terminal)
        option = C.GHOSTTY_KEY_ENCODER_OPT_MACOS_OPTION_AS_ALT
        lib.ghostty_key_encoder_setopt(encoder, option, self._option_is_alt)
        code = lib.ghostty_key_encoder_encode(encoder, event, self._output, OUTPUT_SIZE, self._length)
        lib.ghostty_key_event_set_utf8(event, ffi.NULL, 0)
        ensure(code, "encode a key")
        return self._taken()

    def mouse(self, mouse: MouseInput, size: tuple[int, int], cell: tuple[int, int], *, held: bool) -> bytes:
        """Encode the mouse.

        Args:
            mouse: what it did.
            size: columns and lines of the screen; a place outside of it is moved to its edge.
            cell: width and height of a cell in pixels, for programs that asked for pixels.
            held: whether any button is down.
        """
        encoder, event = self._mouse_encoder, self._mouse_event
        geometry = sized("GhosttyMouseEncoderSize")
        geometry.screen_width, geometry.screen_height = size[0] * cell[0], size[1] * cell[1]
        geometry.cell_width, geometry.cell_height = cell
        pressed = ffi.new("bool *", held)
        lib.ghostty_mouse_encoder_setopt_from_terminal(encoder, self._terminal)
        lib.ghostty_mouse_encoder_setopt(encoder, C.GHOSTTY_MOUSE_ENCODER_OPT_SIZE, geometry)
        lib.ghostty_mouse_encoder_setopt(encoder, C.GHOSTTY_MOUSE_ENCODER_OPT_ANY_BUTTON_PRESSED, pressed)
        lib.ghostty_mouse_event_set_action(event, ACTIONS[mouse.action])
        if mouse.button is None:
            lib.ghostty_mouse_event_clear_button(event)
        else:
            lib.ghostty_mouse_event_set_button(event, BUTTONS[mouse.button])
        lib.ghostty_mouse_event_set_mods(event, mouse.modifiers.value)
        x, y = (min(max(place, 0), edge - 1) for place, edge in zip((mouse.x, mouse.y), size, strict=True))
        position = {"x": (x + 0.5) * cell[0], "y": (y + 0.5) * cell[1]}
        lib.ghostty_mouse_event_set_position(event, position)
        ensure(
            lib.ghostty_mouse_encoder_encode(encoder, event, self._output, OUTPUT_SIZE, self._length),
            "encode the mouse",
        )
        return self._taken()

    def _taken(self) -> bytes:
        taken: bytes = ffi.buffer(self._output, self._length[0])[:]
        return taken
