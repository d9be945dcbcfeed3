"""What is said of sessions outside the dashboard. Pure.

It ends up in an escape sequence of the user's own terminal. So of a name only letters, digits and a few harmless signs
are left, and of everything else that an agent or a server says, nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from maestro_tui.ui.standing.status import FAILED, RINGING, Look

HARMLESS: Final = frozenset(" -_.,()#/+")
LONGEST_NAME: Final = 32
MOST_NAMES: Final = 3

_VERBS: Final = {FAILED: "failed", RINGING: "rings"}


def spoken_name(name: str) -> str:
    """Give what is left of a name; of one of which nothing is, say what it is the name of."""
    kept = "".join(
        character if character.isalnum() or character in HARMLESS else " " for character in name[:200]
    )
    return " ".join(kept.split())[:LONGEST_NAME].rstrip() or "a session"


def who_calls(calls: Sequence[tuple[str, Look]]) -> str:
    """Say who needs the user, each by its name and how it is shown: what one has to know to stay, or to come."""
    if len(calls) == 1:
        name, look = calls[0]
        return f"{spoken_name(name)} {_VERBS.get(look, 'waits for you')}"
    names = [spoken_name(name) for name, _ in calls[:MOST_NAMES]]
    more = len(calls) - len(names)
    return f"{len(calls)} sessions need you: {', '.join(names)}{f' and {more} more' if more else ''}"
