"""Calls after a while: none is lost, however short the while, and none comes after its end."""

from __future__ import annotations

import asyncio

import pytest
from textual.app import App

from maestro_tui.ui.later import call_after
from tests.support.waiting import until


@pytest.mark.parametrize("seconds", [-1.0, 0.0, 1e-12, 1e-6, 0.001, 0.02])
async def test_no_call_is_lost(seconds: float) -> None:
    app: App[None] = App()
    async with app.run_test():
        called: list[float] = []
        call_after(app, seconds, lambda: called.append(seconds))
        await until(lambda: called == [seconds])


async def test_a_call_that_is_cancelled_does_not_come() -> None:
    app: App[None] = App()
    async with app.run_test():
        called: list[str] = []
        call_after(app, 0.01, lambda: called.append("cancelled")).cancel()
        call_after(app, 0.02, lambda: called.append("later"))
        await until(lambda: called)
        assert called == ["later"]


async def test_who_is_closed_is_not_called() -> None:
    app: App[None] = App()
    called: list[int] = []
    async with app.run_test():
        call_after(app, 0.01, lambda: called.append(1))
    over = asyncio.Event()
    asyncio.get_running_loop().call_later(0.02, over.set)
    await over.wait()
    assert called == []
