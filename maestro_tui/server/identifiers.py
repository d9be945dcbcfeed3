"""New ids, and which ids of clients are accepted. Randomness only; no clock."""

from __future__ import annotations

import re
import secrets
from typing import Final

_ACCEPTED: Final = re.compile(r"[A-Za-z0-9_-]{1,128}\Z")


def new_id(prefix: str) -> str:
    """Make an id as the seed has them: ``ses_``, ``tsk_``, ``prj_`` or ``evt_`` and 72 random bits in hex."""
    return f"{prefix}_{secrets.token_hex(9)}"


def is_acceptable_id(text: str) -> bool:
    """Whether a client's own id can be the name of a file: the rule of the original server of 2026-07."""
    return _ACCEPTED.match(text) is not None
