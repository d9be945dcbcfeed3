"""One server for the length of a command: which one it is, and requests to it as plain calls.

It decodes nothing: answers are bytes as the server sent them, so that ``--json`` loses no field. HTTP and what
its errors mean are the client's.
"""

from __future__ import annotations

import asyncio
import functools
import os
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Concatenate, Final, ParamSpec, Self
from urllib.parse import quote

import click

from maestro_tui import paths
from maestro_tui.cli.bodies import encode_body
from maestro_tui.cli.output import Output
from maestro_tui.client.address import parse_address
from maestro_tui.conductor.location import ServerLocation, given_url, running_server, server_at
from maestro_tui.errors import UnreachableError

Rest = ParamSpec("Rest")

JSON_OPTION: Final = click.option(
    "--json", "as_json", is_flag=True, help="Print the server's answer as one JSON document."
)
_OPTIONS: Final = (
    click.option("--url", metavar="URL", help="The server. Default: MAESTRO_SERVER_URL, else our own."),
    click.option("--data-dir", metavar="DIR", help="Whose server, if no URL is given."),
)


class Server:
    """A server's REST interface, one request after the other; a context manager.

    Args:
        location: Where it listens, and what opens it.
    """

    def __init__(self, location: ServerLocation) -> None:
        from maestro_tui.client.http import HttpConnection

        self._address = parse_address(location.url)
        self._http = HttpConnection(self._address, location.token)
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self._runner = self._stack.enter_context(asyncio.Runner())
        self._stack.callback(lambda: self._runner.run(self._http.close()))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def get(self, path: str, query: Mapping[str, str | None] | None = None) -> bytes:
        """Read below ``/api``; what is None in the query is not sent."""
        given = {name: value for name, value in (query or {}).items() if value is not None}
        return self._request("GET", f"{self._address.rest_url}/{path}", query=given)

    def read_root(self, path: str) -> bytes:
        """Read what does not lie below ``/api``: ``health``, ``ws-status``."""
        return self._request("GET", f"{self._address.base_url}/{path}")

    def send(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> bytes:
        """Change something; what is None in the body is not sent."""
        content = None if body is None else encode_body(body)
        return self._request(method, f"{self._address.rest_url}/{path}", body=content)

    def _request(self, method: str, url: str, **given: Any) -> bytes:  # noqa: ANN401  # passed on as given
        return self._runner.run(self._http.request(method, url, **given)).content


def segment(id_: str) -> str:
    """Give an id as one segment of a path."""
    return quote(id_, safe="")


def locate_server(url: str | None, data_dir: str | None) -> ServerLocation:
    """Find the server that is meant: by flag, by ``MAESTRO_SERVER_URL``, else our own for the data dir.

    Flags that stand before the command count too.

    Raises:
        UnreachableError: None is named, and none runs.
    """
    context = click.get_current_context(silent=True)
    before = context.find_root().params if context is not None else {}
    named = given_url(url or before.get("url"), os.environ)
    if named is not None:
        return server_at(named)
    given = data_dir or before.get("data_dir")
    directory = Path(given).expanduser() if given else paths.default_data_dir()
    location = running_server(directory)
    if location is None:
        raise UnreachableError(
            f"No server runs for {directory}: start one with `maestro-tui serve`, or name one with --url."
        )
    return location


def server_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say which server is meant."""
    return functools.reduce(lambda wrapped, option: option(wrapped), reversed(_OPTIONS), function)


def asks_server(function: Callable[Concatenate[Server, Output, Rest], None]) -> Callable[..., None]:
    """Have a command called with the server that is meant, and with what it prints to."""

    @server_options
    @JSON_OPTION
    @functools.wraps(function)
    def call(
        url: str | None, data_dir: str | None, as_json: bool, *args: Rest.args, **kwargs: Rest.kwargs
    ) -> None:
        with Server(locate_server(url, data_dir)) as server:
            function(server, Output(as_json=as_json), *args, **kwargs)

    return call
