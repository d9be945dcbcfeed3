"""Whether a server runs, answers, is ours, and lets nobody in who does not belong. Asks only the one that is meant."""

from __future__ import annotations

import os
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from maestro_tui import __version__
from maestro_tui.cli.checks.finding import Finding, bad, ok, warn
from maestro_tui.cli.requesting import Server
from maestro_tui.client.address import ServerAddress, parse_address
from maestro_tui.conductor.location import ServerLocation, given_url, running_server, server_at
from maestro_tui.errors import MaestroError
from maestro_tui.protocol.described import printable

if TYPE_CHECKING:
    import httpx

OURS: Final = "maestro-tui"
_STRANGE_PAGE: Final = "http://maestro-doctor.invalid"
_TIMEOUT: Final = 5.0


class _Health(msgspec.Struct, frozen=True):
    server: str = ""
    version: str = ""


def check_server(url: str | None, data_dir: Path) -> Iterator[Finding]:
    """Look at the server that commands would use."""
    try:
        named = given_url(url, os.environ)
        location = server_at(named) if named is not None else running_server(data_dir)
        if location is None:
            yield ok("server", f"none runs for {data_dir}; the dashboard starts one")
            return
        yield from _look_at(location, parse_address(location.url))
    except MaestroError as error:
        yield bad(
            "server", str(error).rstrip("."), "start it with `maestro-tui serve`, or check MAESTRO_SERVER_URL"
        )


def _look_at(location: ServerLocation, address: ServerAddress) -> Iterator[Finding]:
    with Server(location) as server:
        try:
            health = msgspec.json.decode(server.read_root("health"), type=_Health)
        except msgspec.MsgspecError:
            health = _Health()
        # Whether it takes our token shows only where one is asked for.
        server.get("projects")
    yield _version(health, address)
    yield from _guards(location, address)


def _version(health: _Health, address: ServerAddress) -> Finding:
    if health.server != OURS:
        return warn(
            "server", f"what answers at {address.display} is another Maestro server",
            "events of its may be missed, and terminals are asked about: see `--spawn`",
        )  # fmt: skip
    version = printable(health.version, 40)
    if version != __version__:
        return warn(
            "server", f"{address.display} is version {version}, this is {__version__}",
            "start it anew: `maestro-tui stop`, then `maestro-tui`",
        )  # fmt: skip
    return ok("server", f"{address.display} answers, version {version}")


def _guards(location: ServerLocation, address: ServerAddress) -> Iterator[Finding]:
    """See whom the server lets in: somebody without its token, and a web page from elsewhere."""
    import httpx

    headers = {"Authorization": f"Bearer {location.token}"} if location.token else {}
    try:
        with httpx.Client(timeout=_TIMEOUT, trust_env=not address.is_loopback) as client:
            stranger = client.get(f"{address.display}/api/projects")
            page = client.get(f"{address.base_url}/health", headers={**headers, "Origin": _STRANGE_PAGE})
    except httpx.HTTPError as error:
        yield bad("guards", f"they cannot be tried: {type(error).__name__}", "look at the server's log")
        return
    yield _token_guard(stranger, address)
    yield _origin_guard(page, is_open=stranger.is_success)


def _token_guard(answer: httpx.Response, address: ServerAddress) -> Finding:
    if answer.status_code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return ok("token", "nobody gets in without")
    if address.is_loopback:
        return warn(
            "token", "none is asked for: every user of this machine gets in", "serve without --no-auth"
        )
    return bad("token", "none is asked for: everybody on the network gets in", "serve without --no-auth")


def _origin_guard(answer: httpx.Response, *, is_open: bool) -> Finding:
    if not answer.is_success:
        return ok("web pages", "none gets in")
    if is_open:
        return bad(
            "web pages", "every page that is open in a browser gets in, and can start programs",
            "use `maestro-tui serve`, or close the browser",
        )  # fmt: skip
    return warn("web pages", "only the token keeps them out", "use `maestro-tui serve`")
