from __future__ import annotations

import socket

from maestro_tui.conductor.hosting.claiming import Claims
from tests.conductor.hosting_support import SERVER, FakeServer, order


async def test_the_first_who_says_it_has_it() -> None:
    server = FakeServer("ses_1")
    wanted = order(server=SERVER)
    assert await Claims("one", server.client).claim(wanted) is None
    assert await Claims("two", server.client).claim(wanted) == socket.gethostname()
    assert await Claims("one", server.client).claim(wanted) is None
    assert server.messages("ses_1")[0] == f"Terminal opened on {socket.gethostname()}"


async def test_other_entries_of_the_timeline_claim_nothing() -> None:
    server = FakeServer("ses_1")
    server.sessions["ses_1"]["timeline"] = [
        {"type": "progress", "message": "Terminal opened on elsewhere"},
        {"type": "progress", "metadata": {"hostname": "elsewhere"}},
        {"type": "progress", "metadata": [1]},
        {"type": "progress", "metadata": {"terminalHost": 3}},
    ]
    assert await Claims("one", server.client).claim(order(server=SERVER)) is None


async def test_a_server_that_does_not_answer_keeps_nobody_from_working() -> None:
    server = FakeServer("ses_1")
    for failure in (0, 404, 500):
        server.failures = [failure]
        assert await Claims("one", server.client).claim(order(server=SERVER)) is None
    assert await Claims("one", server.gone).claim(order(server=SERVER)) is None


async def test_without_a_server_there_is_nobody_to_ask() -> None:
    server = FakeServer()
    assert await Claims("one", server.client).claim(order()) is None
    assert server.asked == []
