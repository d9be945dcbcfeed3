"""The table: once started, ended whole, kept until put away."""

from __future__ import annotations

import asyncio
import os
import signal
import tempfile
from pathlib import Path

import msgspec
import pytest

from maestro_tui.errors import PaneError
from maestro_tui.terminal.host import terminals as module
from maestro_tui.terminal.host.messages import (
    RunsElsewhere,
    ServerTarget,
    Spawned,
    SpawnTerminal,
    TerminalInfo,
)
from maestro_tui.terminal.host.records import Records
from maestro_tui.terminal.host.terminals import SpawnFailed
from tests.support.waiting import until
from tests.terminal.host.support import hosting, is_alive, milliseconds, order, python


def started(directory: Path) -> int:
    """How often a program has been started that writes its process id into a file of its own."""
    return len(list(directory.iterdir()))


def noting(directory: Path, then: str = "exec cat") -> tuple[str, ...]:
    return "sh", "-c", f"touch {directory}/$$; {then}"


async def test_many_ask_at_once_and_one_program_is_started(tmp_path: Path) -> None:
    async with hosting() as hosted:
        wanted = order(noting(tmp_path))
        answers = await asyncio.gather(*[hosted.ask(wanted) for _ in range(20)])
        infos = [answer.terminal for answer in answers if isinstance(answer, Spawned)]
        assert len({info.pid for info in infos}) == 1
        assert sum(answer.is_new for answer in answers if isinstance(answer, Spawned)) == 1
        await until(lambda: started(tmp_path) == 1)


async def test_a_spawn_told_again_after_the_end_starts_nothing(tmp_path: Path) -> None:
    async with hosting() as hosted:
        wanted = order(noting(tmp_path, "exit 3"))
        await hosted.ask(wanted)
        await until(lambda: not hosted.terminals.get("ses_1").is_live)  # type: ignore[union-attr]
        answer = await hosted.ask(wanted)
        assert isinstance(answer, Spawned)
        assert (answer.is_new, answer.terminal.exit_code) == (False, 3)
        assert started(tmp_path) == 1


async def test_a_spawn_told_again_after_it_was_put_away_is_refused(tmp_path: Path) -> None:
    async with hosting() as hosted:
        wanted = order(noting(tmp_path))
        await hosted.ask(wanted)
        await until(lambda: started(tmp_path) == 1)
        await hosted.client.end("ses_1", put_away=True)
        with pytest.raises(PaneError, match="was put away"):
            await hosted.ask(wanted)
        assert await hosted.client.list() == ()
        assert started(tmp_path) == 1


async def test_who_asks_may_go_away_meanwhile() -> None:
    gate = asyncio.Event()

    async def claim(_: SpawnTerminal) -> None:
        await gate.wait()

    async with hosting(claim=claim) as hosted:
        asking = asyncio.create_task(hosted.terminals.spawn(order()))
        await asyncio.sleep(0)
        asking.cancel()
        gate.set()
        await until(lambda: hosted.terminals.get("ses_1"))
        answer = await hosted.ask(order())
        assert isinstance(answer, Spawned)
        assert not answer.is_new


async def test_what_runs_elsewhere_is_not_started_here() -> None:
    async def claim(wanted: SpawnTerminal) -> str | None:
        return "another-machine" if wanted.session_id == "ses_far" else None

    async with hosting(claim=claim) as hosted:
        answer = await hosted.ask(order(session_id="ses_far"))
        assert isinstance(answer, RunsElsewhere)
        assert answer.place == "another-machine"
        assert isinstance(await hosted.ask(order(session_id="ses_near")), Spawned)
        assert [info.session_id for info in await hosted.client.list()] == ["ses_near"]


@pytest.mark.parametrize(
    ("wanted", "problem"),
    [
        (order(["no-such-agent"]), "No such command"),
        (order(["cat"], cwd="/no/such/directory"), "is not a directory"),
        (order([]), "The command is empty"),
        (order(["cat", "a\0b"]), "NUL byte"),
    ],
)
async def test_what_cannot_be_started_is_told_once_to_those_who_report_it(
    wanted: SpawnTerminal, problem: str
) -> None:
    async with hosting() as hosted:
        failures: list[SpawnFailed] = []
        hosted.terminals.on_failure.connect(failures.append)
        for _ in range(3):
            with pytest.raises(PaneError, match=problem):
                await hosted.ask(wanted)
        assert [failure.session_id for failure in failures] == ["ses_1"]
        assert problem in failures[0].problem


async def test_the_program_gets_what_was_ordered() -> None:
    async with hosting() as hosted:
        script = 'tput cols; tput lines; pwd; echo "$GREETING"; echo "${MAESTRO_TERMINAL_ID%_*}"; exec cat'
        wanted = order(["sh", "-c", script], cwd="/tmp", columns=91, lines=33)
        await hosted.ask(msgspec.structs.replace(wanted, env={**wanted.env, "GREETING": "hello"}))
        mirror = await hosted.attach("ses_1")
        await mirror.wait_for_text("trm")
        assert [line.strip() for line in mirror.text().split("\n")][:5] == [
            "91",
            "33",
            "/tmp",
            "hello",
            "trm",
        ]


async def test_the_end_is_told_and_written_down(tmp_path: Path) -> None:
    async with hosting(tmp_path / "host") as hosted:
        ended: list[TerminalInfo] = []
        hosted.terminals.on_exit.connect(lambda each: ended.append(each.info()))
        for session_id, script in (("ses_code", "exit 7"), ("ses_signal", "kill -9 $$")):
            await hosted.spawn("sh", "-c", script, session_id=session_id)
        await until(lambda: len(ended) == 2)
        assert {(info.session_id, info.exit_code, info.signal) for info in ended} == {
            ("ses_code", 7, None),
            ("ses_signal", None, signal.SIGKILL),
        }
        written = {record.info.session_id: record.info for record in Records(tmp_path / "host").read()}
        assert written["ses_code"].exit_code == 7
        assert not written["ses_code"].is_live


async def test_what_is_reported_and_put_away_leaves_nothing_on_the_disk(tmp_path: Path) -> None:
    async with hosting(tmp_path / "host") as hosted:
        records = Records(tmp_path / "host")
        info = await hosted.spawn("true")
        await until(lambda: not hosted.terminals.get(info.session_id).is_live)  # type: ignore[union-attr]
        idle = [hosted.terminals.are_idle]
        hosted.terminals.note_reported(info)
        idle.append(hosted.terminals.are_idle)
        assert idle == [False, True]
        assert (await hosted.info(info.session_id)).is_reported
        await hosted.client.end(info.session_id, put_away=True)
        assert not records.exist()


async def test_what_is_put_away_before_it_is_reported_is_remembered_until_it_is(tmp_path: Path) -> None:
    async with hosting(tmp_path / "host") as hosted:
        records = Records(tmp_path / "host")
        info = await hosted.spawn("cat")
        await hosted.client.end(info.session_id, put_away=True)
        assert len(records.read()) == 1
        hosted.terminals.note_reported(info)
        assert records.read() == []


async def test_signals_reach_the_process_group() -> None:
    async with hosting() as hosted:
        info = await hosted.spawn(
            "sh", "-c", "trap 'echo got it' USR1; echo ready; while :; do sleep 0.05; done"
        )
        mirror = await hosted.attach(info.session_id)
        await mirror.wait_for_text("ready")
        await hosted.client.signal(info.session_id, signal.SIGUSR1)
        await mirror.wait_for_text("got it")
        for session_id, number in ((info.session_id, 0), (info.session_id, 999), ("ses_nobody", 15)):
            with pytest.raises(PaneError):
                await hosted.client.signal(session_id, number)


async def test_of_many_ended_ones_the_oldest_are_put_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ENDED_KEPT", 2)
    async with hosting() as hosted:
        hosted.terminals.on_exit.connect(lambda each: hosted.terminals.note_reported(each.info()))
        for number in range(4):
            await hosted.spawn("true", session_id=f"ses_{number}")
            await until(lambda: not any(each.is_live for each in hosted.terminals))
        assert [each.session_id for each in hosted.terminals] == ["ses_2", "ses_3"]


async def test_ending_all_ends_all_and_nothing_is_started_any_more() -> None:
    async with hosting() as hosted:
        infos = [await hosted.spawn("cat") for _ in range(5)]
        await hosted.terminals.end_all()
        assert not any(is_alive(info.pid) for info in infos)
        with pytest.raises(PaneError, match="is being stopped"):
            await hosted.ask(order(session_id="ses_late"))


async def test_what_a_killed_host_had_is_lost_with_its_last_text_and_its_processes_end() -> None:
    with tempfile.TemporaryDirectory(prefix="maestro-") as temporary:
        directory = Path(temporary) / "host"
        records = Records(directory)
        orphan = await asyncio.create_subprocess_exec(
            "sleep", "600", env={**os.environ, "MAESTRO_TERMINAL_ID": "trm_old"}
        )
        server = ServerTarget(name="there", url="http://127.0.0.1:9")
        old = TerminalInfo(
            session_id="ses_old",
            terminal_id="trm_old",
            pid=orphan.pid,
            started_at=milliseconds(),
            argv=("agent",),
        )
        records.put(old, server)
        records.save_text("trm_old", "first line\nlast line")
        async with hosting(directory) as hosted:
            assert await asyncio.wait_for(orphan.wait(), 5) < 0
            (info,) = await hosted.client.list()
            assert (info.session_id, info.is_lost, info.is_live) == ("ses_old", True, False)
            mirror = await hosted.attach("ses_old")
            await mirror.wait()
            assert mirror.is_lost
            assert [line.rstrip() for line in mirror.text().split("\n")][:2] == ["first line", "last line"]
            assert mirror.shows("lost: the terminal host was killed")
            answer = await hosted.ask(order(session_id="ses_old"))
            assert isinstance(answer, Spawned)
            assert not answer.is_new


async def test_a_call_is_kept_for_who_looks_later_until_somebody_types() -> None:
    async with hosting() as hosted:
        program = "printf 'up\\007\\007'; read x; printf '\\033]777;notify;Zebra;paint %0300d\\007' 7; read x"
        told: list[tuple[bool, str]] = []
        hosted.client.on_change.connect(
            lambda info: told.append((info.called_at > 0, info.notification[:11]))
        )
        await hosted.spawn("sh", "-c", program, session_id="ses_1")
        await until(lambda: told[-1:] == [(True, "")])
        terminal = hosted.terminals.get("ses_1")
        assert terminal is not None
        terminal.write(b"\n")
        await until(lambda: told[-1:] == [(True, "Zebra paint")])
        assert (False, "") in told
        info = await hosted.info("ses_1")
        assert len(info.notification) == 200
        terminal.write(b"\n")
        await until(lambda: told[-1][0] is False)
        assert (await hosted.info("ses_1")).notification == ""


async def test_who_rings_without_end_is_told_of_once() -> None:
    async with hosting() as hosted:
        changes: list[object] = []
        hosted.terminals.on_change.connect(lambda each: changes.append(each.info().called_at))
        program = "for _ in range(200): print(end=chr(7), flush=True)\nprint('done')\ninput()"
        await hosted.spawn(*python(program), session_id="ses_1")
        terminal = hosted.terminals.get("ses_1")
        assert terminal is not None
        await terminal.screen.wait_for_text("done")
        assert len([at for at in changes if at]) == 1
