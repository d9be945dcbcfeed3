from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from maestro_tui.client.address import parse_address, without_secrets
from maestro_tui.errors import ConfigurationError


@pytest.mark.parametrize(
    ("url", "rest", "websocket", "display"),
    [
        (
            "http://127.0.0.1:3000",
            "http://127.0.0.1:3000/api",
            "ws://127.0.0.1:3000/",
            "http://127.0.0.1:3000",
        ),
        (
            "http://127.0.0.1:3000/",
            "http://127.0.0.1:3000/api",
            "ws://127.0.0.1:3000/",
            "http://127.0.0.1:3000",
        ),
        ("  localhost:3001 ", "http://localhost:3001/api", "ws://localhost:3001/", "http://localhost:3001"),
        ("localhost", "http://localhost:3000/api", "ws://localhost:3000/", "http://localhost:3000"),
        ("ws://localhost:3000", "http://localhost:3000/api", "ws://localhost:3000/", "http://localhost:3000"),
        ("https://m.example", "https://m.example/api", "wss://m.example/", "https://m.example"),
        ("https://m.example/x/", "https://m.example/x/api", "wss://m.example/x/", "https://m.example/x"),
        ("http://h:1/t/abc", "http://h:1/t/abc/api", "ws://h:1/t/abc/", "http://h:1"),
        ("http://h:1/x/t/abc/", "http://h:1/x/t/abc/api", "ws://h:1/x/t/abc/", "http://h:1/x"),
        ("http://me:pw@h:1", "http://me:pw@h:1/api", "ws://me:pw@h:1/", "http://h:1"),
        ("[::1]:3000", "http://[::1]:3000/api", "ws://[::1]:3000/", "http://[::1]:3000"),
    ],
)
def test_a_url_gives_what_is_asked_and_what_is_shown(
    url: str, rest: str, websocket: str, display: str
) -> None:
    address = parse_address(url)
    assert address.rest_url == rest
    assert address.websocket_url() == websocket
    assert address.display == display


@pytest.mark.parametrize(
    ("url", "netloc", "is_loopback"),
    [
        ("localhost", "localhost:3000", True),
        ("http://localhost", "localhost:80", True),
        ("https://example.org", "example.org:443", False),
        ("127.8.9.1:5", "127.8.9.1:5", True),
        ("[::1]:5", "[::1]:5", True),
        ("192.168.0.1:5", "192.168.0.1:5", False),
        ("maestro.localhost:5", "maestro.localhost:5", True),
        ("localhost.example.org:5", "localhost.example.org:5", False),
    ],
)
def test_a_url_names_host_and_port(url: str, netloc: str, is_loopback: bool) -> None:
    address = parse_address(url)
    assert (address.netloc, address.is_loopback) == (netloc, is_loopback)


def test_resuming_says_where() -> None:
    address = parse_address("http://h:1/t/abc")
    assert address.websocket_url((12, "a b&c")) == "ws://h:1/t/abc/?since=12&epoch=a%20b%26c"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "   ",
        "http://",
        "ftp://h:1",
        "http://h:port",
        "http://h:99999",
        "http://h:1/?x=1",
        "http://h:1/#x",
        "http://h 1",
        "http://h:1/a\x1b[31m",
        "http://[::1",
        ":3000",
    ],
)
def test_nonsense_is_refused_in_one_sentence_that_says_what_to_do(url: str) -> None:
    with pytest.raises(
        ConfigurationError, match=r"is not the URL of a server: .*Try http://127\.0\.0\.1:3000"
    ):
        parse_address(url)


def test_no_secret_is_shown() -> None:
    shown = repr(parse_address("http://me:hunter2@h:1/t/abc"))
    with pytest.raises(ConfigurationError) as refusal:
        parse_address("ftp://me:hunter2@h:1/t/abc?x=1")
    for text in (shown, str(refusal.value), without_secrets("GET http://me:hunter2@h:1/t/abc/api failed")):
        assert "hunter2" not in text
        assert "abc" not in text


@given(st.text())
def test_any_text_is_an_address_or_a_configuration_error(text: str) -> None:
    try:
        address = parse_address(text)
    except ConfigurationError:
        return
    assert address.rest_url.startswith(("http://", "https://"))
