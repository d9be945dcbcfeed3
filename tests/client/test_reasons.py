from __future__ import annotations

import socket
import ssl
from http import HTTPStatus

import pytest
from websockets.exceptions import ConnectionClosed, InvalidProxy
from websockets.frames import Close

from maestro_tui.client.address import parse_address
from maestro_tui.client.reasons import clean, why_closed, why_not_connected
from maestro_tui.client.stream import Disconnected, EventStream
from tests.client.servers import TcpHandler, address_of, respond, stay, take, tcp_server, websocket_server

REFUSED = (
    "connection refused at box.example:3000: start a server there with 'maestro-tui serve', or check the URL"
)
TOKEN_WANTED = "the server wants its token (401): use the URL that 'maestro-tui url --with-token' shows"
ADDRESS = parse_address("http://box.example:3000/t/secret")


def _not_trusted() -> ssl.SSLError:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed (_ssl.c:1006)")
    error.verify_message = "self-signed certificate"
    return error


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (
            TimeoutError(),
            "no answer from box.example:3000 in time: check the URL, or look at the server's log",
        ),
        (ConnectionRefusedError(111, "x"), REFUSED),
        (
            OSError("Multiple exceptions: [Errno 111] Connect call failed, [Errno 111] Connect call failed"),
            REFUSED,
        ),
        (
            socket.gaierror(-2, "Name or service not known"),
            "no machine is named 'box.example': check the URL",
        ),
        (
            ssl.SSLError(1, "[SSL: WRONG] bad"),
            "no secure connection to box.example:3000: check the URL and its certificate ([SSL: WRONG] bad)",
        ),
        (
            ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1006)"),
            "box.example:3000 does not speak https: try it with http://",
        ),
        (
            _not_trusted(),
            "the certificate of box.example:3000 is not trusted here (self-signed certificate): check the URL",
        ),
        (
            OSError(113, "No route to host"),
            "cannot connect to box.example:3000: No route to host; check the URL",
        ),
        (ValueError(), "cannot connect to box.example:3000: ValueError; check the URL"),
        (
            InvalidProxy("socks9://me:pw@p", "no such thing"),
            "the proxy on the way to box.example:3000 refused: socks9://…@p isn't a valid proxy: no such thing",
        ),
    ],
)
def test_each_failure_to_connect_has_a_sentence_without_the_token(error: Exception, reason: str) -> None:
    assert why_not_connected(error, ADDRESS) == reason


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (
            HTTPStatus.UNAUTHORIZED,
            '{"error":true,"message":"no token"}',
            TOKEN_WANTED,
        ),
        (HTTPStatus.UNAUTHORIZED, "", TOKEN_WANTED),
        (HTTPStatus.FORBIDDEN, "<html>", "the server answered 403: Forbidden; check the URL"),
        (
            HTTPStatus.SERVICE_UNAVAILABLE,
            '{"message":"a\\u001b[2J\\nb"}',
            "the server answered 503: a[2J b; its log says more",
        ),
        (HTTPStatus.NOT_FOUND, "<html>", "not a Maestro server at 127.0.0.1:"),
        (HTTPStatus.OK, "hello", "not a Maestro server at 127.0.0.1:"),
    ],
)
async def test_a_refused_upgrade_says_what_the_server_says(
    status: HTTPStatus, body: str, reason: str
) -> None:
    async with (
        websocket_server(stay, on_request=respond(status, body)) as port,
        EventStream(address_of(port)) as stream,
    ):
        ended = await take(stream)
        assert isinstance(ended, Disconnected)
        assert ended.reason.startswith(reason)


async def _garbage(reader: object, writer: object) -> None:
    writer.write(b"SSH-2.0-OpenSSH_9.9\r\n\r\n")  # type: ignore[attr-defined]


async def _hang_up(reader: object, writer: object) -> None:
    pass


@pytest.mark.parametrize("handler", [_garbage, _hang_up])
async def test_what_speaks_no_http_is_no_websocket_server(handler: TcpHandler) -> None:
    async with tcp_server(handler) as port, EventStream(address_of(port)) as stream:
        ended = await take(stream)
        assert isinstance(ended, Disconnected)
        assert (
            ended.reason
            == f"not a Maestro server at 127.0.0.1:{port}: check the URL, or try it with https://"
        )


@pytest.mark.parametrize(
    ("received", "sent", "received_first", "expected"),
    [
        (Close(1000, "bye"), Close(1000, "bye"), True, (True, 1000, "bye")),
        (Close(1012, ""), None, None, (True, 1012, "the server closed the connection (1012)")),
        (None, None, None, (False, None, "the connection was cut")),
        (None, Close(1011, "keepalive ping timeout"), None, (False, 1011, "the server no longer answers")),
        (
            Close(1009, ""),
            Close(1009, "over size limit"),
            False,
            (False, 1009, "the server sent a message that is too large to take"),
        ),
        (None, Close(1002, "bad opcode"), None, (False, 1002, "the server broke the protocol: bad opcode")),
        (None, Close(1002, ""), None, (False, 1002, "the server broke the protocol: 1002")),
    ],
)
def test_each_end_of_a_connection_is_told_apart(
    received: Close | None,
    sent: Close | None,
    received_first: bool | None,
    expected: tuple[bool, int | None, str],
) -> None:
    assert why_closed(ConnectionClosed(received, sent, received_first)) == expected


def test_a_text_from_elsewhere_is_one_clipped_line_without_secrets() -> None:
    assert clean("see\r\n http://h/t/abc\x1b]52;c;x\x07") == "see http://h/t/…"
    assert clean("x" * 1000) == "x" * 200 + "…"
