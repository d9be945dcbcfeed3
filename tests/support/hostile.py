"""Frames that mean harm, made from the wire's own types: what a new field can hold is in them without being named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import msgspec
from msgspec import inspect

from maestro_tui.protocol.events import EVENT_NAMES, Event
from maestro_tui.protocol.models import TimelineEvent
from tests.support.factories import NOW

TEXTS: Final = {
    "markup": "[@click=app.quit]click[/] [bold red]x[/] [/] [link=file:///etc/passwd]y",
    "broken markup": "[[[/][@click=app.quit(](']",
    "control": "\x1b[2J\x1b]52;c;cm0gLXJm\x07\x1b]0;owned\x07\x9b31m\x00\r\n\x08\x7f",
    "bidi": "\u202egpj.exe\u202c \u2066hidden\u2069 \u061c",
    "zero width": "a\u200bb\u200dc\ufeffd\u2060\u3164e",
    "zalgo": "Z" + "\u0301\u0489" * 300,
    "wide": "👨‍👩‍👧‍👦🇩🇪日本語" * 20,
    "noncharacters": "\ufffe\U000e0041\ufdd0",
    "huge": "x" * 100_000,
    "many lines": "line \u202e\x1b[31m\n" * 5_000,
    "empty": "",
}
"""Texts by what they would do."""

MIXED: Final = "".join(text for text in TEXTS.values() if len(text) < 1_000)
"""All of the short ones in one."""

NUMBERS: Final = (-1.0, -1e300, 1e300, 8.64e15, 0.5, 2.0**63)
"""Times that are none."""

WRONG: Final = (
    b"null", b"true", b"-1", b"1e300", b"1e400", b"NaN", b"-Infinity", b'"text"', b'"\\ud800"', b'"2026-02-30T25:61"',
    b"[]", b"{}", b"[null, 1, [true]]", b'{"a": {"b": [1]}}', b"[" * 5_000 + b"]" * 5_000, b'"\xff\xfe"', b"'",
)  # fmt: skip
"""JSON, and what is none, of which every field expects at most some."""

MODELS: Final = {"session": "ses_striper", "task": "tsk_stripes", "project": "prj_zebra"}
"""The names under which events hold models, and an id of each that is on the screen."""

IDS: Final = {f"{name}Id": id_ for name, id_ in MODELS.items()}

Value = Any
Put = Callable[[str, str], str]
"""Gives the text of a field: by the name of what holds it, and by its own."""


def everywhere(text: str) -> Put:
    """Have a text in every field."""
    return lambda _holder, _name: text


def but_in_ids(text: str) -> Put:
    """Have a text in every field but the ids of what is on the screen."""

    def put(holder: str, name: str) -> str:
        return MODELS.get(holder, text) if name == "id" else IDS.get(name, text)

    return put


def kinds() -> Iterator[tuple[str, inspect.StructType]]:
    """Give every event that has a name of its own, with what it holds."""
    for kind, name in EVENT_NAMES.items():
        described = inspect.type_info(kind)
        assert isinstance(described, inspect.StructType)
        yield name, described


def holder_of(event: str) -> str:
    """Tell what the bare id in an event is one of."""
    return event.partition(":")[0]


def filled(kind: inspect.StructType, put: Put, number: float = NOW, holder: str = "") -> dict[str, Value]:
    """Give an object with all its fields, and one that nobody knows."""
    members = {
        field.encode_name: _value(field.type, put, number, holder, field.encode_name) for field in kind.fields
    }
    text = put("", "unknown")
    return {**members, "unknown": {text: [text]}}


def _value(kind: inspect.Type, put: Put, number: float, holder: str, name: str) -> Value:
    match kind:
        case inspect.StructType():
            return filled(kind, put, number, name if name in MODELS else "")
        case inspect.UnionType(types=types):
            return _value(types[0], put, number, holder, name)
        case inspect.VarTupleType(item_type=item):
            # `taskIds` holds what `taskId` would.
            return [_value(item, put, number, holder, name.removesuffix("s")), put("", "")]
        case inspect.DictType():
            return {put("", name): put("", name)}
        case inspect.RawType():
            return _timeline(put, number) if name == "timeline" else _nested(put("", name))
        case _:
            return _simple_value(kind, put(holder, name), number)


def _simple_value(kind: inspect.Type, text: str, number: float) -> Value:
    match kind:
        case inspect.FloatType():
            return number
        case inspect.IntType():
            return 7
        case inspect.BoolType():
            return True
        case _:
            return text


def _timeline(put: Put, number: float) -> list[Value]:
    described = inspect.type_info(TimelineEvent)
    assert isinstance(described, inspect.StructType)
    types = (put("", "type"), "needs_input", "task_started", "task_completed", "error", "progress")
    return [
        {**filled(described, put, number + index), "type": type_, "id": f"{index}"}
        for index, type_ in enumerate(types)
    ]


def _nested(text: str) -> Value:
    value: Value = text
    for _ in range(20):
        value = {text: [value, 1e300, None, True]}
    return value


def frame(name: str, data: Value, **fields: Value) -> bytes:
    """Give a frame as it would come."""
    return msgspec.json.encode({"type": name, "event": name, "data": data, "timestamp": NOW, **fields})


def frames(put: Put, number: float = NOW) -> Iterator[bytes]:
    """Give every event there is, and some there are not, with what is put into each field of them."""
    for name, kind in kinds():
        data = filled(kind, put, number, holder_of(name))
        yield frame(name, data, epoch=put("", "epoch"), seq=7)
        if name.endswith((":created", ":updated")):
            yield frame(name, data[holder_of(name)])
    text = put("", "name")
    yield frame(text or "event", {text: text})
    yield frame("pong", {text: text})


def is_deletion(octets: bytes) -> bool:
    """Tell whether a frame takes away what would be looked at."""
    return b":deleted" in octets[:40]


def misfits() -> Iterator[bytes]:
    """Give every event with something in one of its fields that does not belong there; for every field of all."""
    for name, kind in kinds():
        data = filled(kind, but_in_ids("text"), NOW, holder_of(name))
        for path in _paths(data):
            for wrong in WRONG:
                yield frame(name, _replaced(data, path, msgspec.Raw(wrong)))
    for wrong in WRONG:
        yield wrong
        yield b"[" + wrong + b"]"
        for member in ("type", "event", "data", "timestamp", "seq", "epoch"):
            envelope = {"type": "session:updated", "event": "session:updated", "timestamp": NOW}
            yield msgspec.json.encode({**envelope, member: msgspec.Raw(wrong)})


def _paths(value: Value, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Give the way to every member, and of lists to the first."""
    if path:
        yield path
    members: list[tuple[str | int, Value]] = []
    if isinstance(value, dict) and "unknown" not in path and len(path) < 6:
        members = list(value.items())
    elif isinstance(value, list):
        members = list(enumerate(value[:1]))
    for key, member in members:
        yield from _paths(member, (*path, key))


def _replaced(value: Value, path: tuple[str | int, ...], wrong: msgspec.Raw) -> Value:
    if not path:
        return wrong
    copy = value.copy()
    copy[path[0]] = _replaced(value[path[0]], path[1:], wrong)
    return copy


def texts_in(event: Event) -> Iterator[tuple[str, str]]:
    """Give the texts of a decoded event, with the names of their fields."""
    yield from _texts(msgspec.json.decode(msgspec.json.encode(event)), "")


def _texts(value: Value, name: str) -> Iterator[tuple[str, str]]:
    match value:
        case str():
            yield name, value
        case dict():
            for key, member in value.items():
                yield from _texts(member, key)
        case list() | tuple():
            for member in value:
                yield from _texts(member, name)
        case _:
            pass
