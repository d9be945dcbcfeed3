from __future__ import annotations

import asyncio

from maestro_tui.conductor.reports import Reports
from maestro_tui.errors import ApiError, UnreachableError
from maestro_tui.protocol.ids import SessionId
from maestro_tui.store.effects import ReportEnd
from tests.support.waiting import until

FAILED = ReportEnd(session_id=SessionId("ses_1"), status="failed", message="exit 1")
STOPPED = ReportEnd(session_id=SessionId("ses_1"), status="stopped")
OTHER = ReportEnd(session_id=SessionId("ses_2"), status="completed")


class Server:
    """Takes reports, or fails with what a test put into `failures`, first come first served."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.taken: list[ReportEnd] = []

    async def send(self, report: ReportEnd) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.taken.append(report)


async def test_a_report_is_sent_again_until_the_server_has_it() -> None:
    server = Server(UnreachableError("away"), UnreachableError("still away"))
    reports = Reports(server.send, retry=0.01)
    task = asyncio.ensure_future(reports.run())
    reports.add(FAILED)
    await until(lambda: server.taken == [FAILED])
    reports.add(OTHER)
    await until(lambda: server.taken == [FAILED, OTHER])
    task.cancel()


async def test_a_refusal_is_an_answer() -> None:
    server = Server(ApiError("gone", status=404))
    reports = Reports(server.send)
    reports.add(FAILED)
    assert await reports.send_all()
    assert await reports.send_all()
    assert server.taken == []


async def test_only_the_last_report_of_a_session_counts() -> None:
    server = Server()
    reports = Reports(server.send)
    reports.add(FAILED)
    reports.add(STOPPED)
    assert await reports.send_all()
    assert server.taken == [STOPPED]


async def test_what_could_not_be_sent_is_kept() -> None:
    server = Server(UnreachableError("away"))
    reports = Reports(server.send)
    reports.add(FAILED)
    assert not await reports.send_all()
    assert await reports.send_all()
    assert server.taken == [FAILED]
