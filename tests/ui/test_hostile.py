"""Every field of every event with texts that mean harm: shown as cells, and nothing else happens."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest

from maestro_tui.store.actions import ConnectionChanged
from maestro_tui.store.effects import Notify
from maestro_tui.store.state import Phase
from tests.support.factories import (
    NOW,
    received,
    wire_project,
    wire_session,
    wire_spawn,
    wire_task,
)
from tests.ui.driving import NARROW, WIDE, Driver, drive

HARM = {
    "markup": "[@click=app.quit]click[/] [bold red]x[/] [/] [link=file:///etc/passwd]y",
    "broken markup": "[[[/][@click=app.quit(](']",
    "control": "\x1b[2J\x1b]52;c;cm0gLXJm\x07\x1b]0;owned\x07\x9b31m\x00\r\n\x08\x7f",
    "bidi": "\u202egpj.exe\u202c \u2066hidden\u2069 \u061c",
    "zero width": "a\u200bb\u200dc\ufeffd\u2060\u3164e",
    "zalgo": "Z" + "\u0301\u0489" * 300,
    "wide": "👨‍👩‍👧‍👦🇩🇪日本語" * 20,
    "surrogates": "\ud800\udfff\ufffe\U000e0041",
    "huge": "x" * 2_000_000,
    "empty": "",
}
FORBIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def frames(text: str) -> list[tuple[str, dict[str, Any]]]:
    """Give all events of the seed, with a text in each of their fields that can carry one."""
    event = {
        "id": text,
        "type": text,
        "timestamp": NOW,
        "message": text,
        "taskId": text,
        "metadata": {text: text},
    }
    session: dict[str, Any] = {
        "name": text,
        "status": text,
        "strategy": text,
        "agentId": text,
        "hostname": text,
        "platform": text,
        "env": {text: text},
        "taskIds": ["tsk_1", text],
        "timeline": [event, {**event, "type": "needs_input"}],
        "needsInput": {"active": True, "message": text, "since": NOW},
        "parentSessionId": text,
    }
    task: dict[str, Any] = {
        "title": text,
        "description": text,
        "status": text,
        "sessionStatus": text,
        "priority": text,
    }
    project: dict[str, Any] = {"name": text, "workingDir": text, "description": text}
    return [
        ("project:created", {"project": wire_project(**project)}),
        ("project:created", {"project": wire_project(text or "prj_2", **project)}),
        ("project:updated", wire_project(**project)),
        ("task:created", {"task": wire_task(**task)}),
        ("task:created", {"task": wire_task(text or "tsk_2", parentId=text, projectId=text, **task)}),
        ("task:updated", wire_task(**task)),
        ("task:session_added", {"taskId": "tsk_1", "sessionId": text}),
        ("task:session_removed", {"taskId": text, "sessionId": text}),
        ("session:created", {"session": wire_session(**session)}),
        ("session:created", {"session": wire_session(text or "ses_2", projectId=text, **session)}),
        ("session:updated", wire_session(**session)),
        ("session:status_changed", {"id": "ses_1", "status": text}),
        ("session:task_added", {"sessionId": "ses_1", "taskId": text}),
        ("session:task_removed", {"sessionId": text, "taskId": text}),
        ("session:spawn", {**wire_spawn(), "session": wire_session(**session), "command": text, "cwd": text}),
        (text or "event", {text: text}),
        ("task:deleted", {"id": text}),
        ("session:deleted", {"id": text}),
        ("project:deleted", {"id": text}),
    ]


def check(driver: Driver) -> None:
    """See that only harmless characters are on the screen, and every line is as wide as the screen."""
    strips = driver.app.screen._compositor.render_strips(driver.app.size)
    for strip in strips:
        assert strip.cell_length == driver.app.size.width
        for segment in strip:
            assert not [c for c in segment.text if unicodedata.category(c) in FORBIDDEN]
            assert segment.style is None or not (segment.style.link or segment.style.meta.get("@click"))
    assert driver.app.is_running


def encodable(data: Any) -> Any:
    """Give the data as it can come over a wire: JSON decoders refuse lone surrogates."""
    if isinstance(data, str):
        return data.encode("utf-8", "replace").decode()
    if isinstance(data, dict):
        return {encodable(key): encodable(value) for key, value in data.items()}
    return [encodable(value) for value in data] if isinstance(data, list) else data


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=str)
@pytest.mark.parametrize("harm", HARM)
async def test_no_field_of_any_event_does_harm(harm: str, size: tuple[int, int]) -> None:
    text = HARM[harm]
    async with drive(size, is_loaded=False) as driver:
        store = driver.conductor.store
        for name, data in frames(text):
            store.dispatch(received(encodable(name), encodable(data)))
            await driver.until(lambda: not driver.is_busy)
            check(driver)
        for problem in (text or "problem",):
            store.dispatch(ConnectionChanged(phase=Phase.GAVE_UP, at=NOW, reason=problem))
            assert driver.conductor.on_notice is not None
            driver.conductor.on_notice(Notify(text=problem, is_problem=True))
            await driver.pilot.pause()
            check(driver)
        for key in "12345":
            await driver.press(key, "end")
            check(driver)
        await driver.press("z")
        check(driver)
        await driver.press("ctrl+w")
        check(driver)
