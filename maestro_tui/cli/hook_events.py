"""What an agent's own hooks tell, and what becomes of its session by it. Pure: payloads in, wishes out.

Claude Code, Codex and Gemini CLI each give a hook one JSON object with ``hook_event_name`` and more on standard
input; Codex's older ``notify`` gives one with ``type`` as the last argument.

Sources: https://code.claude.com/docs/en/hooks ("Hook input and output", "SessionStart", "Notification",
"SessionEnd"), https://developers.openai.com/codex/hooks ("Common input fields", "PermissionRequest"),
https://github.com/google-gemini/gemini-cli/blob/main/docs/hooks/reference.md ("Base input schema",
"Lifecycle & system hooks"), and ``notify`` in https://developers.openai.com/codex/config-reference.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import msgspec

ENDED: Final = frozenset({"completed", "failed", "stopped"})
"""Statuses a session does not leave because its agent falls silent."""
_GOES_ON: Final = frozenset({"clear", "resume"})
"""Reasons of ``SessionEnd`` after which the same process begins another conversation."""
_NO_QUESTION: Final = frozenset({"auth_success", "elicitation_complete", "elicitation_response"})
"""Types of ``Notification`` that ask nothing of the user."""


class Payload(msgspec.Struct, frozen=True):
    """What the hooks of all three agents have in common, as far as it is looked at."""

    hook_event_name: str = ""
    type: str = ""
    """The event, as ``notify`` names it."""
    source: str = ""
    """Why a conversation begins: ``startup``, ``resume``, ``clear``, ``compact``."""
    reason: str = ""
    """Why it ends: ``clear``, ``logout``, ``prompt_input_exit``, ``exit``, ``other``."""
    message: str = ""
    notification_type: str = ""
    tool_name: str = ""
    tool_input: Any = None


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a session shall be from now on."""

    status: str | None = None
    """None leaves it as it is."""
    spares: frozenset[str] = frozenset()
    """Statuses that are left as they are all the same."""
    question: str | None = None
    """What the agent waits for its user to answer; None if it waits for nothing."""


def wish_of(payload: Payload) -> Wish | None:
    """Say what an event means for the session; None if nothing."""
    match payload.hook_event_name or payload.type:
        # Where a conversation is only compacted the work goes on, and so does the status.
        case "SessionStart" if payload.source != "compact":
            return Wish(status="idle")
        case "UserPromptSubmit" | "BeforeAgent":
            return Wish(status="working")
        case "PostToolUse" | "AfterTool":
            return Wish()
        case "Notification" if payload.notification_type not in _NO_QUESTION:
            return Wish(question=payload.message or "Waits for input")
        case "PermissionRequest":
            return Wish(question=_permission(payload))
        case "Stop" | "AfterAgent" | "agent-turn-complete":
            return Wish(status="idle", spares=ENDED)
        case "SessionEnd" if payload.reason not in _GOES_ON:
            return Wish(status="completed", spares=ENDED)
    return None


def _permission(payload: Payload) -> str:
    given = payload.tool_input if isinstance(payload.tool_input, dict) else {}
    details = given.get("description") or given.get("command")
    tool = payload.tool_name or "a tool"
    return f"May it use {tool}? {details}" if isinstance(details, str) else f"May it use {tool}?"
