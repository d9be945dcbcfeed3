"""What a user does with a recording: played by a real loop, with a clock that runs as fast as nobody waits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from maestro_tui.conductor.replaying.pace import FULL_SPEED, Pace
from maestro_tui.conductor.replaying.player import Player
from maestro_tui.conductor.replaying.recording import Recording
from maestro_tui.conductor.replaying.reel import Reel
from maestro_tui.conductor.wire import Wire
from maestro_tui.store.store import Store
from tests.support.factories import NOW
from tests.support.films import afternoon, long_film, write
from tests.support.waiting import until

COUNT = len(afternoon())


@asynccontextmanager
async def playing(
    directory: Path, lines: list[bytes], *, speed: float = 1, is_paused: bool = False
) -> AsyncIterator[Player]:
    clock = asyncio.get_running_loop().time
    reel = Reel(Recording.open(write(directory / "film", lines)), Store(), Wire())
    player = Player(reel, Pace(clock, speed=speed, is_paused=is_paused))
    player.start()
    try:
        yield player
    finally:
        await player.stop()


def rests_at(player: Player, position: int) -> Callable[[], bool]:
    return lambda: player.position == position and player.target is None


async def test_it_plays_to_the_end_and_begins_again_from_there(tmp_path: Path) -> None:
    async with playing(tmp_path, afternoon(), speed=FULL_SPEED) as player:
        await until(lambda: player.is_at_end)
        assert not player.is_paused
        assert player.now == NOW + 602_000
        player.change_speed(-100)
        player.toggle()
        await until(lambda: not player.is_at_end and player.target is None)
        assert player.position < COUNT


async def test_it_waits_for_a_frame_that_is_not_due(tmp_path: Path) -> None:
    async with playing(tmp_path, afternoon()) as player:
        await until(lambda: player.position == 1)
        assert NOW <= player.now < NOW + 1000


async def test_paused_nothing_is_shown_until_one_steps(tmp_path: Path) -> None:
    async with playing(tmp_path, afternoon(), speed=FULL_SPEED, is_paused=True) as player:
        player.step(1)
        await until(rests_at(player, 1))
        player.step(1)
        player.step(1)
        await until(rests_at(player, 3))
        assert player.now == NOW + 2000
        player.step(-1)
        await until(rests_at(player, 2))
        assert player.now == NOW + 1000
        player.step(-9)
        await until(rests_at(player, 0))
        player.step(100)
        await until(rests_at(player, COUNT))


async def test_a_step_pauses_what_plays(tmp_path: Path) -> None:
    async with playing(tmp_path, afternoon()) as player:
        await until(lambda: player.position == 1)
        player.step(-1)
        await until(rests_at(player, 0))
        assert player.is_paused


async def test_to_the_end_and_to_the_start(tmp_path: Path) -> None:
    async with playing(tmp_path, long_film(3_000), is_paused=True) as player:
        player.go_to(player.count)
        assert player.target == 3_000
        await until(rests_at(player, 3_000))
        player.go_to(0)
        await until(rests_at(player, 0))
        assert player.is_paused


async def test_a_pause_ends_the_way_to_another_place(tmp_path: Path) -> None:
    async with playing(tmp_path, long_film(20_000), is_paused=True) as player:
        player.go_to(player.count)
        while not player.position:  # noqa: ASYNC110 - it tells nobody how far it is, and is soon at the end
            await asyncio.sleep(0)
        player.toggle()
        await until(lambda: player.target is None)
        assert player.is_paused
        assert 0 < player.position < player.count


async def test_another_place_is_gone_to_instead(tmp_path: Path) -> None:
    async with playing(tmp_path, long_film(20_000), is_paused=True) as player:
        player.go_to(player.count)
        await until(lambda: player.position > 0)
        player.go_to(5)
        await until(rests_at(player, 5))


async def test_faster_while_it_waits_is_at_once_faster(tmp_path: Path) -> None:
    async with playing(tmp_path, afternoon()) as player:
        await until(lambda: player.position == 1)
        player.run_free()
        await until(lambda: player.is_at_end)


async def test_others_have_their_turn_at_full_speed(tmp_path: Path) -> None:
    async with playing(tmp_path, long_film(20_000), speed=FULL_SPEED) as player:
        seen = set()
        while not player.is_at_end:
            seen.add(player.position)
            await asyncio.sleep(0)
        assert any(0 < position < player.count for position in seen)


async def test_at_the_end_the_file_is_let_go_of(tmp_path: Path) -> None:
    async with playing(tmp_path, afternoon()) as player:
        pass
    with pytest.raises(ValueError, match="closed"):
        player.reel.recording.frame(0)
