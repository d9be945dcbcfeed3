"""A session never has a second process, whatever is done in whatever order: spawns, ends, reconnects, kills."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import tempfile
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from maestro_tui.conductor.hosting.launching import start_host
from maestro_tui.errors import PaneError
from maestro_tui.terminal.host.channel import HostEndpoint
from maestro_tui.terminal.host.control import HostConnection
from maestro_tui.terminal.host.following import attach
from maestro_tui.terminal.host.messages import Spawned, TerminalInfo
from maestro_tui.terminal.host.place import HostPlace
from tests.conductor.hosting_support import order
from tests.support.waiting import until, until_async

T = TypeVar("T")

SESSIONS = ("ses_a", "ses_b", "ses_c")
sessions = st.sampled_from(SESSIONS)


class Hosts(RuleBasedStateMachine):
    """Dashboards and hosts on one directory; each program leaves a file that says it was started."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.directory = Path(tempfile.mkdtemp(prefix="maestro-"))
        self.starts = self.directory / "starts"
        self.starts.mkdir()
        self.place = HostPlace(self.directory / "host")
        self.host: HostConnection
        self.pids: dict[str, int] = {}
        self.over: set[str] = set()
        self.forgotten: set[str] = set()

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(asyncio.wait_for(coroutine, 30))

    @initialize()
    def start(self) -> None:
        self.host = self.run(start_host(self.place, os.environ))

    def teardown(self) -> None:
        async def stop() -> None:
            host = self.host if not self.host.is_closed else await start_host(self.place, os.environ)
            await host.stop()
            await host.wait_closed()
            await until(lambda: not _runs(host.hello.pid))

        self.run(stop())
        self.runner.close()
        shutil.rmtree(self.directory)
        assert not [pid for pid in self.pids.values() if _runs(pid)]

    # ------------------------------------------------------------------------------------ rules

    @rule(session=sessions, times=st.integers(1, 4))
    def spawn(self, session: str, times: int) -> None:
        """Several dashboards hear of a spawn, at the same time and perhaps again."""
        wanted = order(("sh", "-c", f"touch {self.starts}/{session}.$$; exec cat"), session)

        async def ask() -> list[Spawned | BaseException]:
            answers = await asyncio.gather(
                *[self.host.spawn(wanted) for _ in range(times)], return_exceptions=True
            )
            return [answer for answer in answers if isinstance(answer, Spawned | BaseException)]

        for answer in self.run(ask()):
            if session in self.forgotten:
                assert isinstance(answer, PaneError)
                continue
            assert isinstance(answer, Spawned)
            assert answer.is_new == (session not in self.pids)
            assert self.pids.setdefault(session, answer.terminal.pid) == answer.terminal.pid
            assert answer.terminal.is_live == (session not in self.over)

    @rule(session=sessions)
    def exit(self, session: str) -> None:
        """A program ends by itself."""
        if session not in self.pids or session in self.over:
            return

        async def end_input() -> None:
            mirror = await attach(HostEndpoint(self.place), session)
            mirror.write(b"\x04")
            await mirror.wait()
            await mirror.detach()

        self.run(end_input())
        self.over.add(session)

    @rule(session=sessions, put_away=st.booleans())
    def end(self, session: str, put_away: bool) -> None:
        """Somebody ends a terminal."""
        if session not in self.pids or session in self.forgotten:
            return
        self.run(self.host.end(session, put_away=put_away))
        self.over.add(session)
        if put_away:
            self.forgotten.add(session)

    @rule()
    def reconnect(self) -> None:
        """A dashboard goes, another comes."""
        self.run(self.host.close())
        self.host = self.run(start_host(self.place, os.environ))

    @rule()
    def kill(self) -> None:
        """The host is killed, and the next one is started."""

        async def kill() -> HostConnection:
            os.kill(self.host.hello.pid, signal.SIGKILL)
            await self.host.wait_closed()
            return await start_host(self.place, os.environ)

        self.host = self.run(kill())
        self.over |= self.pids.keys()
        # What was put away, and whose server knows its end, only that server remembers.
        for session in self.forgotten:
            self.pids.pop(session, None)
            self.over.discard(session)
            for path in self.starts.glob(f"{session}.*"):
                path.unlink()
        self.forgotten.clear()

    # -------------------------------------------------------------------------------- invariants

    @invariant()
    def each_was_started_once(self) -> None:
        if not hasattr(self, "host"):
            return

        def counts() -> dict[str, int]:
            return {session: len(list(self.starts.glob(f"{session}.*"))) for session in SESSIONS}

        self.run(until(lambda: all(counts()[session] == 1 for session in self.pids)))
        assert {session for session, count in counts().items() if count} == self.pids.keys()

    @invariant()
    def what_is_listed_is_what_there_is(self) -> None:
        if not hasattr(self, "host"):
            return
        listed: dict[str, TerminalInfo] = {}

        async def agrees() -> bool:
            listed.clear()
            listed.update({info.session_id: info for info in await self.host.list()})
            live = {session for session, info in listed.items() if info.is_live}
            return live == self.pids.keys() - self.over

        self.run(until_async(agrees))
        assert listed.keys() == self.pids.keys() - self.forgotten
        assert {session for session, pid in self.pids.items() if _runs(pid)} == self.pids.keys() - self.over


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in {"Z", "X"}
    except OSError:
        return False


TestHosts = Hosts.TestCase
TestHosts.settings = settings(
    max_examples=8,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)
