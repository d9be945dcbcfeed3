"""Commands and frames fit to be written down: what opens a door is made unreadable, the rest stays. Pure.

Nobody can tell a secret from a text by its look alone. What is hidden is what is called a secret, what stands in an
address as one, and what is as long and as mixed as only a key is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

__all__ = ["mask_address", "mask_argv", "mask_json"]

HIDDEN: Final = "•••"
MOST_WORDS: Final = 64
LONGEST_WORD: Final = 400
LEAST_KEY: Final = 24
"""Characters from which on letters of both kinds with digits, or digits of base 16, are taken for a key."""

_SECRET = r"(?:token|secret|passw(?:or)?d|passphrase|api[_-]?key|access[_-]?key|auth(?!or)|credential)"
_SECRET_NAME = rf"[\w.-]*{_SECRET}[\w.-]*"
_NAMED = re.compile(rf"(?i)\b({_SECRET_NAME})(\s*[=:]\s*)(?:(?:bearer|basic)\s+)?\S+")
_OPTION = re.compile(rf"(?i)--?{_SECRET_NAME}")
_IN_ADDRESS = re.compile(r"(?i)(://)[^/@\s]+@|(/t/)[^/\s'\"]+")
_BEARER = re.compile(r"(?i)\b(bearer|basic)\s+\S+")
_MEMBER = re.compile(rf'(?i)("[^"\\]{{0,64}}{_SECRET}[^"\\]{{0,64}}"\s*:\s*)"[^"\\]*(?:\\.[^"\\]*)*"')
"""A member of a JSON object that is called a secret, and is a text."""
_NAME_IN_JSON = rf"[\w.-]{{0,64}}{_SECRET}[\w.-]{{0,64}}"
_IN_JSON = re.compile(
    rf"""(?ix)
      ( (?<![\w.-]) (?: -{{0,2}} {_NAME_IN_JSON} = | --? {_NAME_IN_JSON} [ ]+ )
      | :// [^/@\s"\\]{{1,255}} /t/
      | \b (?:bearer|basic) [ ]+ (?= [^\s"\\]{{8}} )
      ) [^\s"'\\/]+
    """
)
"""What is a secret in the texts of a JSON document: they end at a quote, and what is escaped in them is left alone."""
_USER_IN_JSON = re.compile(r"(://)[^/@\s\"\\]{1,255}@")
_LONG = re.compile(rf"[A-Za-z0-9_+-]{{{LEAST_KEY},}}")
_HEX = re.compile(r"[0-9a-f]{24,}|[0-9A-F]{24,}")
_PREFIXED = re.compile(r"\b(?:sk|pk|ghp|gho|ghs|glpat|xox[abp]|AKIA)[-_A-Za-z0-9]{12,}")


def mask_argv(argv: Sequence[str]) -> tuple[str, ...]:
    """Give the words of a command without what is secret in them, bounded in number and length."""
    masked: list[str] = []
    is_secret = False
    for word in argv[:MOST_WORDS]:
        masked.append(HIDDEN if is_secret else mask(word))
        is_secret = bool(_OPTION.fullmatch(word))
    if len(argv) > MOST_WORDS:
        masked.append("…")
    return tuple(masked)


def mask(text: str) -> str:
    """Give a text without what is secret in it."""
    # Cut before it is searched, with room for what may be hidden at the end; cut again after.
    text = text[: LONGEST_WORD * 2]
    text = _NAMED.sub(lambda found: f"{found[1]}{found[2]}{HIDDEN}", text)
    text = _BEARER.sub(lambda found: f"{found[1]} {HIDDEN}", text)
    text = mask_address(text)
    text = _PREFIXED.sub(HIDDEN, text)
    text = _LONG.sub(lambda found: HIDDEN if _is_key(found[0]) else found[0], text)
    return text if len(text) <= LONGEST_WORD else f"{text[: LONGEST_WORD - 1]}…"


def mask_json(text: str) -> str:
    """Give a JSON text of any length without what is secret in it: the same members, the same numbers.

    What merely looks as mixed as a key stays: ids and hashes are what one looks at frames for.
    """
    text = _MEMBER.sub(lambda found: f'{found[1]}"{HIDDEN}"', text)
    text = _USER_IN_JSON.sub(lambda found: f"{found[1]}{HIDDEN}@", text)
    return _PREFIXED.sub(HIDDEN, _IN_JSON.sub(lambda found: f"{found[1]}{HIDDEN}", text))


def mask_address(text: str) -> str:
    """Give a text without the passwords and tokens that stand in addresses; all else stays as it is."""
    return _IN_ADDRESS.sub(lambda found: f"{found[1]}{HIDDEN}@" if found[1] else f"{found[2]}{HIDDEN}", text)


def _is_key(word: str) -> bool:
    """Tell whether a long word is mixed as keys are: an id of ours, ``ses_…``, opens nothing."""
    if word.startswith(("ses_", "tsk_", "prj_", "sess_", "task_", "proj_")):
        return False
    if not any(sign.isdigit() for sign in word):
        return False
    is_mixed = any(sign.isupper() for sign in word) and any(sign.islower() for sign in word)
    return is_mixed or _HEX.fullmatch(word) is not None
