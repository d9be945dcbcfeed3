from __future__ import annotations

import click
import msgspec
import pytest

from maestro_tui.cli.bodies import encode_body, read_json, read_variables, require_change
from maestro_tui.errors import ConfigurationError


def test_what_is_none_is_not_sent_and_what_is_no_text_becomes_some() -> None:
    body = {"a": None, "b": ["x\udcff"], "c": {"k\udcff": "\ud800"}, "d": 1, "e": False}
    replaced = "\N{REPLACEMENT CHARACTER}"
    decoded = msgspec.json.decode(encode_body(body))
    assert decoded["b"] == [f"x{replaced}"]
    assert set(decoded) == {"b", "c", "d", "e"}
    assert next(iter(decoded["c"])) == f"k{replaced}"


def test_variables_are_read() -> None:
    assert read_variables([]) is None
    assert read_variables(["A=1", "B=", "C=x=y"]) == {"A": "1", "B": "", "C": "x=y"}
    for wrong in ("A", "=1", ""):
        with pytest.raises(ConfigurationError, match="NAME=value"):
            read_variables([wrong])


def test_json_is_read() -> None:
    assert read_json(None, "--data") is None
    assert read_json('{"a": [1]}', "--data") == {"a": [1]}
    for wrong in ("{", "", "\udcff", "[" * 100_000):
        with pytest.raises(ConfigurationError, match="--data"):
            read_json(wrong, "--data")


def test_a_change_changes_something() -> None:
    require_change({"a": None, "b": ""})
    with pytest.raises(click.UsageError):
        require_change({"a": None})
