"""Commands fit to be written down."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from maestro_tui.conductor.masking import HIDDEN, LONGEST_WORD, MOST_WORDS, mask, mask_address, mask_argv

SECRET = "q7Zx9Lm2Vt4Rk8Wn1Yb6Hc3Df5Gj0Ps"


@pytest.mark.parametrize(
    "argv",
    [
        ("claude", "--api-key", SECRET),
        ("claude", f"--api-key={SECRET}"),
        ("curl", "-H", f"Authorization: Bearer {SECRET}", "http://x"),
        ("curl", f"http://127.0.0.1:3000/t/{SECRET}/api/sessions"),
        ("git", "clone", f"https://user:{SECRET}@example.org/x"),
        ("env", f"GITHUB_TOKEN={SECRET}", "claude"),
        ("claude", f"use {SECRET} to log in"),
        ("claude", "sk-abcdefghijklmnop"),
        ("login", "--password", "short"),
        ("sh", "-c", "curl -u a -d token=short x"),
    ],
)
def test_what_opens_a_door_is_hidden(argv: tuple[str, ...]) -> None:
    masked = " ".join(mask_argv(argv))
    assert HIDDEN in masked
    assert SECRET not in masked
    assert "short" not in masked
    assert "abcdefghijklmnop" not in masked


@pytest.mark.parametrize(
    "argv",
    [
        ("claude", "--prompt", "paint the zebra; don't author anything"),
        ("sh", "-c", "make test && echo done"),
        ("maestro", "worker", "init", "--session", "ses_0123456789abcdef0123456789"),
        ("vim", "/home/ada/projects/a-rather-long-name-of-a-directory/main.py"),
        ("node", "--max-old-space-size=4096", "server.js"),
    ],
)
def test_the_rest_stays(argv: tuple[str, ...]) -> None:
    assert mask_argv(argv) == argv


def test_it_is_bounded() -> None:
    masked = mask_argv(["word " * 1000] * 1000)
    assert len(masked) == MOST_WORDS + 1
    assert all(len(word) <= LONGEST_WORD for word in masked)


@given(st.text(max_size=60), st.text(max_size=60))
def test_nothing_around_it_brings_a_key_to_light(before: str, after: str) -> None:
    assert SECRET not in mask(f"{before} {SECRET} {after}")


def test_of_an_address_only_what_opens_it_is_hidden() -> None:
    assert mask_address(f"http://127.0.0.1:3000/t/{SECRET}") == f"http://127.0.0.1:3000/t/{HIDDEN}"
    assert mask_address(f"https://user:{SECRET}@example.org/x") == f"https://{HIDDEN}@example.org/x"
    assert mask_address("/srv/work --depth 3") == "/srv/work --depth 3"
