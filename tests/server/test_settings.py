from __future__ import annotations

from pathlib import Path

import pytest

from maestro_tui.server.listening import Address
from maestro_tui.server.settings import ServerSettings, is_loopback_name


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("[::1]", True), ("localhost", True),
        ("LOCALHOST", True), ("0.0.0.0", False), ("::", False), ("10.0.0.1", False), ("localhost.", False),
        ("localhost.evil", False), ("127.0.0.1.evil", False), ("", False), ("2130706433", False), ("0", False),
    ],
)  # fmt: skip
def test_what_is_this_machine(host: str, *, expected: bool) -> None:
    assert is_loopback_name(host) is expected


def test_manifests_are_in_the_data_dir_unless_said_otherwise() -> None:
    assert ServerSettings(data_dir=Path("/d")).manifest_root == Path("/d/sessions")
    assert ServerSettings(data_dir=Path("/d"), session_dir=Path("/s")).manifest_root == Path("/s")


@pytest.mark.parametrize(
    ("host", "url", "local"),
    [
        ("127.0.0.1", "http://127.0.0.1:5", "http://127.0.0.1:5"),
        ("::1", "http://[::1]:5", "http://[::1]:5"),
        ("0.0.0.0", "http://0.0.0.0:5", "http://127.0.0.1:5"),
        ("::", "http://[::]:5", "http://[::1]:5"),
        ("box", "http://box:5", "http://box:5"),
    ],
)
def test_a_wildcard_address_is_none_to_be_called(host: str, url: str, local: str) -> None:
    address = Address(host, 5)
    assert (address.url, address.local_url) == (url, local)
