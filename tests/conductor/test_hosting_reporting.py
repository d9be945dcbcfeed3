from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from maestro_tui.conductor.hosting.reporting import LOST, Reporter, failure_of, report_of
from maestro_tui.terminal.host.messages import ServerTarget, TerminalInfo
from maestro_tui.terminal.host.terminals import SpawnFailed
from tests.conductor.hosting_support import SERVER, FakeServer, info
from tests.support.waiting import until


def at_once() -> Iterator[float]:
    while True:
        yield 0.005


def reporter(server: FakeServer, reported: list[str] | None = None) -> Reporter:
    noted = [] if reported is None else reported
    return Reporter(server.client, lambda each: noted.append(each.session_id), delays=at_once)


@pytest.mark.parametrize(
    ("ended", "status", "messages"),
    [
        (info(), "completed", []),
        (info(exit_code=3), "failed", ["The terminal ended: exit 3"]),
        (info(exit_code=None, signal=9), "failed", ["The terminal ended: signal 9"]),
        (info(is_stopped=True, exit_code=None, signal=1), "stopped", []),
        (info(is_lost=True, exit_code=None), "failed", [LOST]),
    ],
)
async def test_how_it_ended_is_told(ended: TerminalInfo, status: str, messages: list[str]) -> None:
    server, reported = FakeServer("ses_1"), list[str]()
    reporter(server, reported).add(report_of(ended, SERVER))
    await until(lambda: reported == ["ses_1"])
    assert server.sessions["ses_1"]["status"] == status
    assert server.messages("ses_1") == messages


@pytest.mark.parametrize("status", ["completed", "failed", "stopped"])
async def test_what_the_agent_has_said_itself_stands(status: str) -> None:
    server, reported = FakeServer("ses_1"), list[str]()
    server.sessions["ses_1"]["status"] = status
    reporter(server, reported).add(report_of(info(exit_code=3), SERVER))
    await until(lambda: reported)
    assert server.asked == ["GET ses_1"]


@pytest.mark.parametrize("failures", [[0] * 5, [500, 503, 0], [401, 403, 429]])
async def test_it_goes_on_until_the_server_has_it_and_says_nothing_twice(failures: list[int]) -> None:
    server, reported = FakeServer("ses_1"), list[str]()
    server.failures = failures
    reporter(server, reported).add(report_of(info(exit_code=3), SERVER))
    await until(lambda: reported)
    assert server.messages("ses_1") == ["The terminal ended: exit 3"]


async def test_a_message_that_was_taken_is_not_sent_again_when_what_follows_fails() -> None:
    server, reported = FakeServer("ses_1"), list[str]()
    answer = server._answer
    failed: list[int] = []

    def fail_once(request: object) -> object:
        if request.method == "PATCH" and not failed:  # type: ignore[attr-defined]
            failed.append(1)
            server.failures = [503]
        return answer(request)  # type: ignore[arg-type]

    server._answer = fail_once  # type: ignore[assignment, method-assign]
    reporter(server, reported).add(report_of(info(exit_code=3), SERVER))
    await until(lambda: reported)
    assert server.messages("ses_1") == ["The terminal ended: exit 3"]
    assert server.sessions["ses_1"]["status"] == "failed"


async def test_a_session_that_is_gone_needs_no_report() -> None:
    server, reported = FakeServer(), list[str]()
    reporter(server, reported).add(report_of(info("ses_gone"), SERVER))
    await until(lambda: reported == ["ses_gone"])


async def test_a_session_of_no_server_needs_none_either() -> None:
    server, reported = FakeServer(), list[str]()
    reporter(server, reported).add(report_of(info(), ServerTarget()))
    assert reported == ["ses_1"]
    assert server.asked == []


async def test_what_could_not_be_started_is_told_too() -> None:
    server = FakeServer("ses_1")
    reporter(server).add(failure_of(SpawnFailed("ses_1", SERVER, "No such command: 'agent'.")))
    await until(lambda: server.sessions["ses_1"]["status"] == "failed")
    assert server.messages("ses_1") == ["No such command: 'agent'."]


async def test_the_ends_of_many_are_told_in_their_order() -> None:
    names = [f"ses_{number}" for number in range(20)]
    server, reported = FakeServer(*names), list[str]()
    server.failures = [0, 0]
    many = reporter(server, reported)
    for name in names:
        many.add(report_of(info(name), SERVER))
    await until(lambda: reported == names)


async def test_at_the_end_it_tries_once_more_and_does_not_wait_for_ever() -> None:
    server, reported = FakeServer("ses_1"), list[str]()
    server.failures = [0]
    patient = Reporter(
        server.client, lambda each: reported.append(each.session_id), delays=lambda: iter([60.0])
    )
    patient.add(report_of(info(), SERVER))
    await until(lambda: not server.failures)
    await patient.finish(5)
    assert reported == ["ses_1"]
    hopeless = Reporter(server.gone, lambda each: reported.append("never"))
    hopeless.add(report_of(info(), SERVER))
    async with asyncio.timeout(5):
        await hopeless.finish(0.1)
    assert reported == ["ses_1"]
