"""An agent's requests against servers that behave badly in every way there is."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from maestro_tui.cli.outbox import Outbox
from maestro_tui.client.address import parse_address
from maestro_tui.errors import ApiError, MaestroError, NotFoundError, UnreachableError

Answer = tuple[int, bytes]
CUT = (0, b"")
GOOD = (200, b'{"id": "ses_1"}')
BUSY = (503, b'{"error": true, "message": "Starting up", "code": "BUSY"}')


@contextmanager
def answering(*answers: Answer) -> Iterator[tuple[str, list[str]]]:
    """A server that gives these answers in turn, the last one for ever; and what it was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            status, body = answers[min(len(asked), len(answers) - 1)]
            asked.append(f"{self.path} {self.headers.get('Authorization', '')}".rstrip())
            if (status, body) == CUT:
                self.connection.close()
                return
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

        def finish(self) -> None:
            if not self.connection._closed:
                super().finish()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    serving.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


def send(url: str, *, patience: float = 5, token: str | None = None) -> bytes:
    return Outbox(parse_address(url), token, patience=patience).send(
        "POST", "sessions/x/timeline", {"message": "m"}
    )


@pytest.mark.parametrize("passing", [BUSY, (500, b"oops"), (429, b"{}"), (408, b""), (507, b"{}"), CUT])
def test_what_may_pass_is_tried_again(passing: Answer) -> None:
    with answering(passing, passing, GOOD) as (url, asked):
        assert send(url) == GOOD[1]
    assert len(asked) == 3


@pytest.mark.parametrize(
    ("answer", "kind", "message"),
    [
        ((404, b'{"message": "Session with id \'x\' not found"}'), NotFoundError, "Session with id 'x' not found."),
        ((404, b"<html>"), ApiError, "The server refused (404): Not Found."),
        ((400, b'{"message": "so\\u001b[31m long"}'), ApiError, "The server refused (400): so·[31m long."),
        ((401, b'{"message": "use http://h/t/SECRET"}'), ApiError, "The server refused (401): use http://h/t/….",),
        ((301, b""), UnreachableError, "is not a Maestro server"),
        ((307, b"{}"), UnreachableError, "is not a Maestro server"),
        ((200, b"<html>"), UnreachableError, "is not a Maestro server"),
        ((204, b""), UnreachableError, "is not a Maestro server"),
    ],
)  # fmt: skip
def test_what_stays_is_told_at_once(answer: Answer, kind: type[MaestroError], message: str) -> None:
    with answering(answer) as (url, asked), pytest.raises(kind) as raised:
        send(url)
    assert len(asked) == 1
    assert message in str(raised.value)


def test_what_does_not_pass_is_told_in_the_end() -> None:
    with answering(BUSY) as (url, asked), pytest.raises(ApiError, match="Starting up") as raised:
        send(url, patience=0.5)
    assert raised.value.exit_code == 1
    assert len(asked) > 1


def test_a_server_that_says_nothing_costs_no_more_than_the_time_there_is() -> None:
    with answering(CUT) as (url, _), pytest.raises(UnreachableError, match=r"in 0\.3 s") as raised:
        send(url, patience=0.3)
    assert raised.value.exit_code == 3


def test_the_token_is_sent_and_a_proxy_of_the_environment_is_not_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with answering(GOOD) as (url, asked):
        send(url, token="T")
        send(f"{url}/t/T")
    assert asked == ["/api/sessions/x/timeline Bearer T", "/t/T/api/sessions/x/timeline"]
