from __future__ import annotations

from typing import Any

import msgspec
import pytest

from maestro_tui.cli.hook_events import ENDED, Payload, Wish, wish_of

IDLE = Wish(status="idle")
TURN_OVER = Wish(status="idle", spares=ENDED)
WORKING = Wish(status="working")
OVER = Wish(status="completed", spares=ENDED)
ANSWERED = Wish()


@pytest.mark.parametrize(
    ("payload", "wish"),
    [
        # Claude Code
        ({"hook_event_name": "SessionStart", "source": "startup"}, IDLE),
        ({"hook_event_name": "SessionStart", "source": "compact"}, None),
        ({"hook_event_name": "UserPromptSubmit", "prompt": "hi"}, WORKING),
        ({"hook_event_name": "PostToolUse", "tool_name": "Bash", "tool_input": {"command": "ls"}}, ANSWERED),
        ({"hook_event_name": "Notification", "message": "May I?", "notification_type": "permission_prompt"},
         Wish(question="May I?")),
        ({"hook_event_name": "Notification", "message": "May I?"}, Wish(question="May I?")),
        ({"hook_event_name": "Notification"}, Wish(question="Waits for input")),
        ({"hook_event_name": "Notification", "notification_type": "auth_success"}, None),
        ({"hook_event_name": "Stop", "stop_hook_active": False}, TURN_OVER),
        ({"hook_event_name": "SessionEnd", "reason": "prompt_input_exit"}, OVER),
        ({"hook_event_name": "SessionEnd", "reason": "clear"}, None),
        # Codex
        ({"hook_event_name": "PermissionRequest", "tool_name": "Bash", "tool_input": {"command": "git push"}},
         Wish(question="May it use Bash? git push")),
        ({"hook_event_name": "PermissionRequest", "tool_name": "Bash",
          "tool_input": {"command": "git push", "description": "Publish it"}},
         Wish(question="May it use Bash? Publish it")),
        ({"hook_event_name": "PermissionRequest", "tool_input": ["?"]}, Wish(question="May it use a tool?")),
        ({"hook_event_name": "SessionEnd", "reason": "other"}, OVER),
        ({"type": "agent-turn-complete", "turn-id": "1"}, TURN_OVER),
        # Gemini CLI
        ({"hook_event_name": "SessionStart", "source": "resume", "timestamp": "2026-01-01T00:00:00Z"}, IDLE),
        ({"hook_event_name": "BeforeAgent", "prompt": "hi"}, WORKING),
        ({"hook_event_name": "AfterTool", "tool_name": "shell"}, ANSWERED),
        ({"hook_event_name": "Notification", "notification_type": "ToolPermission", "message": "Allow shell?"},
         Wish(question="Allow shell?")),
        ({"hook_event_name": "AfterAgent", "prompt_response": "done"}, TURN_OVER),
        ({"hook_event_name": "SessionEnd", "reason": "exit"}, OVER),
        # What is yet to come
        ({"hook_event_name": "PreCompact"}, None),
        ({}, None),
    ],
)  # fmt: skip
def test_what_an_event_means(payload: dict[str, Any], wish: Wish | None) -> None:
    assert wish_of(msgspec.convert(payload, Payload)) == wish
