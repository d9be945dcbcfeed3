"""What holds for whatever a program writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings, strategies as st
from rich.cells import cell_len

from maestro_tui.errors import PaneError
from maestro_tui.terminal.engine import EngineOptions, open_engine
from maestro_tui.terminal.events import PaneEvent, TitleChanged
from tests.terminal.streams import soup, streams
from tests.terminal.support import make_engine

if TYPE_CHECKING:
    from maestro_tui.terminal.cells import Row
    from maestro_tui.terminal.engine import Engine

sizes = st.tuples(st.integers(1, 30), st.integers(1, 8))


def read_out(engine: Engine) -> object:
    return engine.rows(), engine.cursor(), engine.view(), engine.text(), engine.take_replies()


def told(engine: Engine) -> set[PaneEvent]:
    """Give the events without their order; of titles only the last, for those that come together are told as one."""
    events = engine.take_events()
    titles = [event for event in events if isinstance(event, TitleChanged)]
    return set(events) - set(titles[:-1])


@settings(max_examples=300, deadline=None)
@given(streams, st.integers(1, 7), sizes)
def test_the_same_bytes_give_the_same_screen_in_every_chunking(
    stream: bytes, chunk: int, size: tuple[int, int]
) -> None:
    whole = make_engine(*size, fed=stream)
    cut = make_engine(*size)
    for start in range(0, len(stream), chunk):
        cut.feed(stream[start : start + chunk])
    assert read_out(cut) == read_out(whole)
    assert told(cut) == told(whole)


@settings(max_examples=300, deadline=None)
@given(streams, st.integers(0, 40))
def test_a_snapshot_anywhere_goes_on_as_if_nothing_had_been(stream: bytes, place: int) -> None:
    engine = make_engine(20, 5, fed=stream[:place])
    engine.take_events()
    engine.take_replies()
    try:
        snapshot = engine.snapshot()
    except PaneError:
        # In the midst of a string with bytes that are no text there is none; past its end there is.
        engine.feed(b"\x18")
        assert engine.snapshot()
        return
    copy = open_engine(EngineOptions(20, 5), snapshot)
    for each in (engine, copy):
        each.feed(stream[place:])
    assert copy.rows() == engine.rows()
    assert copy.cursor() == engine.cursor()
    assert copy.take_replies() == engine.take_replies()
    assert [copy.mode(mode) for mode in (1, 25, 1049, 2004)] == [
        engine.mode(mode) for mode in (1, 25, 1049, 2004)
    ]


steps = st.lists(
    streams.map(lambda stream: ("feed", stream))
    | sizes.map(lambda size: ("resize", size))
    | st.integers(-10, 10).map(lambda lines: ("scroll", lines))
    | st.sampled_from([("cursor", None), ("draw", None), ("end", None)]),
    max_size=8,
)


def take(engine: Engine, step: tuple[str, object], drawn: dict[int, Row]) -> None:
    """Do one step, as the one who draws would."""
    match step:
        case "feed", bytes(stream):
            engine.feed(stream)
        case "resize", (int(columns), int(lines)):
            engine.resize(columns, lines)
        case "scroll", int(lines):
            engine.scroll(lines)
        case "cursor", _:
            engine.cursor()
        case "end", _:
            engine.scroll_to_end()
        case _:
            drawn.update(engine.dirty_rows())


@settings(max_examples=300, deadline=None)
@given(steps)
def test_the_dirty_rows_taken_together_are_the_screen(steps: list[tuple[str, object]]) -> None:
    engine = make_engine(20, 5)
    drawn: dict[int, Row] = {}
    for step in steps:
        take(engine, step, drawn)
    drawn.update(engine.dirty_rows())
    assert [drawn[y] for y in range(engine.lines)] == engine.rows()


@settings(max_examples=300, deadline=None)
@given(streams, sizes, st.booleans())
def test_rows_fill_the_width_and_hold_nothing_but_characters(
    stream: bytes, size: tuple[int, int], measured: bool
) -> None:
    engine = make_engine(*size, fed=stream, measure=cell_len if measured else None)
    rows = engine.rows()
    assert len(rows) == size[1]
    for row in rows:
        assert row.width == size[0]
        assert not measured or cell_len(row.text) == size[0]
        assert not any(character < " " or "\x7f" <= character <= "\x9f" for character in row.text)
        assert all(text for text, _ in row.runs)
    cursor = engine.cursor()
    assert 0 <= cursor.x < size[0]
    assert 0 <= cursor.y < size[1]


def test_every_character_there_is_keeps_the_cells_in_place() -> None:
    engine = make_engine(64, 16, measure=cell_len)
    for start in range(0x20, 0x20000, 0x100):
        text = "".join(chr(code) + "|" for code in range(start, start + 0x100) if not 0xD800 <= code < 0xE000)
        engine.feed(b"\x1b[2J\x1b[H" + text.encode())
        for row in engine.rows():
            assert cell_len(row.text) == 64, ascii(row.text)


def test_damage_is_right_in_a_long_run_of_noise() -> None:
    engine = make_engine(40, 10)
    drawn: dict[int, Row] = {}
    noise = soup(300_000, seed=7)
    for number, start in enumerate(range(0, len(noise), 1500)):
        engine.feed(noise[start : start + 1500])
        drawn.update(engine.dirty_rows())
        if number % 10 == 0:
            assert [drawn[y] for y in range(10)] == engine.rows()
