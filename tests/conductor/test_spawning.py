from __future__ import annotations

import pytest

from maestro_tui.conductor.spawning import SpawnPolicy, SpawnQuestion, is_allowed, question_for
from maestro_tui.protocol.ids import SessionId
from maestro_tui.store.effects import OpenPane

EFFECT = OpenPane(
    session_id=SessionId("ses_1"),
    command="claude 'two words'",
    cwd="/tmp",
    env_vars={"MAESTRO_SESSION_ID": "ses_1", "LD_PRELOAD": "/tmp/evil.so"},
)
QUESTION = question_for(EFFECT, ["claude", "two words"], ("LD_PRELOAD",))


def test_the_question_shows_what_would_be_started() -> None:
    assert QUESTION.command == "claude 'two words'"
    assert QUESTION.env_vars == {"MAESTRO_SESSION_ID": "ses_1"}
    assert QUESTION.refused == ("LD_PRELOAD",)


@pytest.mark.parametrize("answer", [True, False])
@pytest.mark.parametrize(
    ("policy", "expected"),
    [(SpawnPolicy.ALLOW, True), (SpawnPolicy.DENY, False), (SpawnPolicy.ASK, None)],
)
async def test_the_policy_decides_and_only_ask_asks(
    policy: SpawnPolicy, expected: bool | None, answer: bool
) -> None:
    asked: list[SpawnQuestion] = []

    async def ask(question: SpawnQuestion) -> bool:
        asked.append(question)
        return answer

    assert await is_allowed(policy, QUESTION, ask) is (answer if expected is None else expected)
    assert asked == ([QUESTION] if policy is SpawnPolicy.ASK else [])


async def test_with_nobody_to_ask_the_answer_is_no() -> None:
    assert not await is_allowed(SpawnPolicy.ASK, QUESTION, None)
