"""Commands fit to be written down."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given, strategies as st

from maestro_tui.conductor.masking import (
    HIDDEN,
    LONGEST_WORD,
    MOST_WORDS,
    mask,
    mask_address,
    mask_argv,
    mask_json,
)

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


# ---------------------------------------------------------------------------------------- frames


@pytest.mark.parametrize(
    "value",
    [
        {"MAESTRO_SERVER_URL": f"http://127.0.0.1:3456/t/{SECRET}"},
        {"MAESTRO_SERVER_URL": f"http://127.0.0.1:3456/t/{SECRET}/api/sessions"},
        {"origin": f"https://user:{SECRET}@example.org/x"},
        {"ANTHROPIC_API_KEY": SECRET},
        {"Authorization": f"Bearer {SECRET}"},
        {"dbPassword": f'with "quotes" and \\ {SECRET}'},
        {"command": f"env GITHUB_TOKEN={SECRET} claude"},
        {"command": f"claude --api-key {SECRET} --verbose"},
        {"command": f"curl -H 'Authorization: Bearer {SECRET}' x"},
        {"text": "sk-abcdefghijklmnop"},
        [{"data": {"env": {"A_SECRET": SECRET, "PATH": "/bin"}}}],
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_in_a_frame_what_opens_a_door_is_hidden(value: object, indent: int | None) -> None:
    masked = mask_json(json.dumps(value, indent=indent))
    assert HIDDEN in masked
    assert SECRET not in masked
    assert "abcdefghijklmnop" not in masked
    msgspec.json.decode(masked)


@pytest.mark.parametrize(
    "value",
    [
        {"id": "ses_0123456789abcdef0123456789", "epoch": "q7Zx9Lm2Vt4Rk8Wn1Yb6Hc3Df5Gj0Ps"},
        {"author": "ada", "inputTokens": 4711, "token": None, "auth": True},
        {"workingDir": "/home/t/zebra", "url": "http://127.0.0.1:3000/api/tasks"},
        {"message": "the tokens are counted; basic maths = fine"},
    ],
)
def test_in_a_frame_the_rest_stays(value: object) -> None:
    assert msgspec.json.decode(mask_json(json.dumps(value))) == value


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(["token", "a_secret"]), inner)
    ),
)


@given(json_values, st.booleans())
def test_a_frame_stays_what_it_is(value: object, is_ascii: bool) -> None:
    def shape(value: object) -> object:
        match value:
            case dict():
                return [shape(each) for each in value.values()]
            case list():
                return [shape(each) for each in value]
            case str():
                return "text"
            case _:
                return value

    masked = msgspec.json.decode(mask_json(json.dumps(value, ensure_ascii=is_ascii)))
    assert shape(masked) == shape(value)


@pytest.mark.parametrize("piece", ["a.-", '"a', "://a", "-token", "x=", '"token":', "\\\\"])
def test_what_was_made_to_be_slow_is_not(piece: str) -> None:
    # Were it searched again from every place, this would take minutes, and the test would never end.
    mask_json(piece * (300_000 // len(piece)))
