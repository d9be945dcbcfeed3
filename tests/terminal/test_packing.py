from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from maestro_tui.terminal import packing
from maestro_tui.terminal.packing import IdlePacker
from tests.terminal.support import make_engine, started, until

if TYPE_CHECKING:
    from maestro_tui.terminal.engine import Engine


async def test_packing_waits_for_quiet_and_goes_on_until_it_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "QUIET_SECONDS", 0.05)
    monkeypatch.setattr(packing, "STEP_SECONDS", 0.001)
    steps: list[float] = []
    loop = asyncio.get_running_loop()
    last = 0.0

    def pack() -> bool:
        steps.append(loop.time() - last)
        return len(steps) < 5

    packer = IdlePacker(pack, loop)
    for _ in range(10):
        packer.note_output()
        last = loop.time()
        await asyncio.sleep(0.01)
    await until(lambda: len(steps) == 5)
    assert steps[0] >= 0.045
    await asyncio.sleep(0.02)
    assert len(steps) == 5
    packer.note_output()
    packer.stop()
    packer.stop()
    assert packer._timer is None


def steps_to_pack(engine: Engine) -> int:
    steps = 0
    while engine.compress_history():
        steps += 1
        assert steps < 10_000
    return steps


def test_packed_history_reads_as_before() -> None:
    engine = make_engine(80, 24, scrollback_lines=5000, fed=b"".join(b"line %d\r\n" % n for n in range(5000)))
    before = engine.text()
    assert steps_to_pack(engine) > 1
    assert engine.text() == before
    assert len(engine.find("line 77")) == 11


async def test_a_quiet_terminal_is_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "QUIET_SECONDS", 0.05)
    async with started(["sh", "-c", "seq 3000; read x"]) as terminal:
        await terminal.wait_for_text("3000")
        packer = terminal._packer
        assert packer is not None
        await until(lambda: packer._timer is None)
        # One more call looks through everything once and finds nothing to do.
        assert steps_to_pack(terminal.engine) <= 1
        terminal.write(b"\n")
        await terminal.wait()
