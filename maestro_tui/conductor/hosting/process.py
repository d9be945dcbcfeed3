"""The host process: the terminal host, and beside it what tells servers of its terminals."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import resource
import signal
import sys
import time
from pathlib import Path
from typing import Final

from maestro_tui import logs
from maestro_tui.conductor.hosting.claiming import Claims, own_name
from maestro_tui.conductor.hosting.reporting import Reporter, failure_of, report_of
from maestro_tui.conductor.hosting.targets import client_of
from maestro_tui.errors import MaestroError
from maestro_tui.terminal.host.ending import GRACE
from maestro_tui.terminal.host.host import LINGER, TerminalHost
from maestro_tui.terminal.host.place import HostPlace
from maestro_tui.terminal.host.records import Records
from maestro_tui.terminal.host.terminals import Terminals

__all__ = ["main"]

LAST_WORDS: Final = 3.0
"""Seconds servers have at the end to take what they were not told yet; the next host goes on."""

OPEN_FILES: Final = 4096
"""A terminal takes a handful of them, and some systems give 256."""

_log = logging.getLogger("maestro_tui.host")


def main() -> int:
    """Run the host; gives the exit code of the process."""
    parser = argparse.ArgumentParser(prog="maestro-tui terminal host", description=__doc__)
    parser.add_argument("--directory", type=Path, default=None, help="where it is found")
    parser.add_argument("--linger", type=float, default=LINGER, help="seconds it stays with nothing to do")
    parser.add_argument("--grace", type=float, default=GRACE, help="seconds a program has to end by itself")
    arguments = parser.parse_args()
    logs.log_to_stderr()
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    _allow_open_files()
    place = HostPlace(arguments.directory)
    try:
        lock = place.lock()
        if lock is None:
            _log.info("Another host is there already")
            return 0
        asyncio.run(_run(place, linger=arguments.linger, grace=arguments.grace))
    except MaestroError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return 0


async def _run(place: HostPlace, *, linger: float, grace: float) -> None:
    host_id = own_name()
    records = Records(place.directory)
    terminals = Terminals(records, clock=_milliseconds, claim=Claims(host_id, client_of).claim, grace=grace)
    reporter = Reporter(client_of, terminals.note_reported)
    terminals.on_exit.connect(lambda hosted: reporter.add(report_of(hosted.info(), hosted.server)))
    terminals.on_failure.connect(lambda failed: reporter.add(failure_of(failed)))
    host = TerminalHost(place, terminals, records, host_id=host_id, linger=linger)
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, host.stop)
    async with host.serving():
        _log.info("Listening on %s", place.address)
        await host.done.wait()
        await reporter.finish(LAST_WORDS)
        terminals.forget_reported()
    _log.info("The host has ended")


def _milliseconds() -> float:
    return time.time() * 1000


def _allow_open_files() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
