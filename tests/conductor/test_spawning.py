from __future__ import annotations

import pytest

from maestro_tui.conductor.spawning import SpawnPolicy, SpawnQuestion, Verdict, decide, question_for
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
    [
        (SpawnPolicy.ALLOW, Verdict.ALLOWED_BY_POLICY),
        (SpawnPolicy.DENY, Verdict.DENIED_BY_POLICY),
        (SpawnPolicy.ASK, None),
    ],
)
async def test_the_policy_decides_and_only_ask_asks(
    policy: SpawnPolicy, expected: Verdict | None, answer: bool
) -> None:
    asked: list[SpawnQuestion] = []

    async def ask(question: SpawnQuestion) -> bool:
        asked.append(question)
        return answer

    by_user = Verdict.ALLOWED_BY_USER if answer else Verdict.DENIED_BY_USER
    verdict = await decide(policy, QUESTION, ask)
    assert verdict is (expected or by_user)
    assert verdict.is_allowed is (answer if expected is None else policy is SpawnPolicy.ALLOW)
    assert asked == ([QUESTION] if policy is SpawnPolicy.ASK else [])


async def test_with_nobody_to_ask_the_answer_is_no() -> None:
    assert await decide(SpawnPolicy.ASK, QUESTION, None) is Verdict.DENIED_BY_POLICY


async def test_what_is_settled_elsewhere_is_neither_allowed_nor_denied() -> None:
    async def ask(_: SpawnQuestion) -> None:
        return None

    verdict = await decide(SpawnPolicy.ASK, QUESTION, ask)
    assert (verdict, verdict.is_allowed) == (Verdict.ELSEWHERE, False)
