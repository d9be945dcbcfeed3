from __future__ import annotations

from typing import Any

import pytest

from maestro_tui.server.api_errors import RefusedError
from maestro_tui.server.bodies import Body, read_body


def nested(depth: int) -> bytes:
    return b'{"a":' * (depth - 1) + b"{}" + b"}" * (depth - 1)


def test_nesting_is_bounded() -> None:
    assert "a" in read_body(nested(64), deepest=64)
    for body in (nested(65), b'{"a":' + b"[" * 64 + b"]" * 64 + b"}", nested(5_000)):
        with pytest.raises(RefusedError) as refused:
            read_body(body, deepest=64)
        assert refused.value.status == 400
    wide = b'{"a":[' + b",".join([b"{}"] * 500) + b"]}"
    assert "a" in read_body(wide, deepest=64)


def test_no_body_is_an_empty_one() -> None:
    assert "x" not in read_body(b" \n", deepest=64)


@pytest.mark.parametrize(
    ("method", "good", "bad"),
    [
        ("text", ["", "x", None], [1, True, [], {}]),
        ("number", [1, 1.5, 0, None], ["1", True, [], 2**60]),
        ("texts", [[], ["x"], None], ["x", [1], {}, [None]]),
        ("members", [{}, {"a": 1}, None], ["x", [], 1]),
        (
            "environment",
            [{}, {"A": ""}, None],
            [{"A": 1}, {"": "x"}, {"A=B": "x"}, {"A\0": "x"}, {"A": "\0"}, []],
        ),
        ("required_text", ["x"], ["", " ", None, 1]),
        ("objects", [[], [{}], None], ["x", [1], {}]),
    ],
)
def test_members_are_checked_for_their_type(method: str, good: list[Any], bad: list[Any]) -> None:
    for value in good:
        taken = getattr(Body({"x": value}), method)("x")
        assert taken == ([] if method == "objects" and value is None else value)
    for value in bad:
        with pytest.raises(RefusedError, match="x"):
            getattr(Body({"x": value}), method)("x")
