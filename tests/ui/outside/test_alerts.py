"""Telling the user who does not look."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from textual import events

from maestro_tui.conductor.signs import Signs
from maestro_tui.errors import ConfigurationError
from maestro_tui.protocol import events as e
from maestro_tui.protocol.ids import SessionId
from maestro_tui.protocol.models import NeedsInput
from maestro_tui.store.actions import EventReceived
from maestro_tui.terminal.events import NotificationRaised
from maestro_tui.terminal.pane import Terminal
from maestro_tui.ui import feed
from maestro_tui.ui.outside.alerts import (
    KEEP_TITLE,
    RESTORE_TITLE,
    Door,
    Notation,
    Outside,
    find_door,
    notification,
)
from maestro_tui.ui.standing.status import WAITING
from tests.ui import scenario
from tests.ui.driving import Driver, drive


def listen(driver: Driver, monkeypatch: pytest.MonkeyPatch, notation: Notation = Notation.ITERM) -> list[str]:
    """Take down what is written past Textual, for a terminal that understands this."""
    written: list[str] = []
    monkeypatch.setattr(driver.dashboard.feed.outside, "_door", Door(notation))
    monkeypatch.setattr(driver.dashboard.feed.outside, "_write", written.append)
    monkeypatch.setattr(driver.app, "bell", lambda: written.append("bell"))
    return written


def ask(driver: Driver, message: str, *ids: str) -> None:
    """Have sessions wait for their user."""
    store = driver.conductor.store
    store.dispatch(
        *(
            EventReceived(
                event=e.SessionUpdated(
                    msgspec.structs.replace(
                        store.state.sessions[SessionId(id_)],
                        needs_input=NeedsInput(active=True, message=message),
                    )
                ),
                at=scenario.NOW,
            )
            for id_ in ids
        )
    )


def put(driver: Driver, id_: str, **fields: object) -> None:
    """Have a session change."""
    session = msgspec.structs.replace(driver.conductor.store.state.sessions[SessionId(id_)], **fields)
    driver.conductor.store.dispatch(EventReceived(event=e.SessionUpdated(session), at=scenario.NOW))


async def test_who_needs_the_user_is_told_by_bell_notification_and_title(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with drive() as driver:
        written = listen(driver, monkeypatch)
        ask(driver, "which brush?\x1b]52;c;x\x07", "ses_brush1")
        await driver.sees("which brush?")
        await driver.until(lambda: len(written) > 2)
        assert written == [
            KEEP_TITLE,
            "\x1b]0;maestro · 2 waiting\x07",
            "bell",
            "\x1b]9;maestro: Brush 1 waits for you\x07",
        ]


async def test_many_at_once_are_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async with drive() as driver:
        written = listen(driver, monkeypatch)
        ask(driver, "?", "ses_brush1", "ses_brush2", "ses_idler")
        await driver.until(lambda: "bell" in written)
        said = written[written.index("bell") + 1]
        assert said == "\x1b]9;maestro: 3 sessions need you: Brush 1, Brush 2, Idler\x07"
        assert written.count("bell") == 1


@pytest.mark.parametrize("what", ["bell", "notification", "title"])
async def test_each_can_be_switched_off_and_on(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with drive() as driver:
        written = listen(driver, monkeypatch)
        await driver.app.run_action(f"switch_outside('{what}')", driver.dashboard)
        await driver.sees(f"The {what} is off.")
        written.clear()
        ask(driver, "?", "ses_brush1")
        await driver.until(lambda: not driver.is_busy)
        marks = {"bell": "bell", "notification": "\x1b]9;", "title": "\x1b]0;"}
        assert not [each for each in written if each.startswith(marks[what])]
        assert len([each for each in written if each != KEEP_TITLE]) == 2
        await driver.app.run_action(f"switch_outside('{what}')", driver.dashboard)
        await driver.sees(f"The {what} is on.")


async def test_news_calls_nobody_and_a_wait_calls_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async with drive() as driver:
        written = listen(driver, monkeypatch)
        await driver.open_pane("ses_brush1")
        put(driver, "ses_brush2", status="completed")
        put(driver, "ses_idler", status="stopped")
        await driver.until(lambda: len(driver.dashboard.scene.attention) == 3)
        assert "bell" not in written
        driver.terminals["ses_brush1"].feed(b"\x07")
        await driver.told()
        ask(driver, "and now?", "ses_brush1")
        await driver.sees("and now?")
        ask(driver, "and now then?", "ses_brush1")
        await driver.sees("and now then?")
        await driver.told()
        assert written.count("bell") == 1


async def test_what_is_over_at_once_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "SETTLING", 3600)
    async with drive() as driver:
        written = listen(driver, monkeypatch)
        ask(driver, "may I?", "ses_brush1")
        ask(driver, "and who are you?", "ses_brush2")
        await driver.sees("may I?")
        put(driver, "ses_brush1", needs_input=NeedsInput(active=False))
        await driver.until(lambda: "may I?" not in driver.text)
        driver.dashboard.feed._tell()
        assert written[-1] == "\x1b]9;maestro: Brush 2 waits for you\x07"


async def test_who_never_makes_up_its_mind_is_told_a_few_times(monkeypatch: pytest.MonkeyPatch) -> None:
    async with drive() as driver:
        written = listen(driver, monkeypatch)
        for number in range(5):
            put(driver, "ses_brush1", needs_input=NeedsInput(active=True, since=scenario.NOW + number))
            await driver.told()
        assert written.count("bell") == 3


async def test_what_was_so_when_the_user_came_they_see(monkeypatch: pytest.MonkeyPatch) -> None:
    async with drive(is_loaded=False) as driver:
        written = listen(driver, monkeypatch)
        scenario.load(driver.conductor)
        await driver.sees("Waiting for you")
        await driver.told()
        assert "bell" not in written
        ask(driver, "?", "ses_brush1")
        await driver.told()
        assert "bell" in written


async def test_who_waits_anew_is_told_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    async with drive() as driver:
        written = listen(driver, monkeypatch)
        for number, since in enumerate((1, 2), start=1):
            question = NeedsInput(active=True, message=f"question {since}", since=scenario.NOW + since)
            put(driver, "ses_brush1", needs_input=question)
            await driver.sees(f"question {since}")
            await driver.told()
            assert written.count("bell") == number


async def test_nobody_looks_while_another_window_has_the_keyboard(monkeypatch: pytest.MonkeyPatch) -> None:
    async with drive() as driver:
        written = listen(driver, monkeypatch)
        id_ = await driver.open_pane("ses_brush1")
        driver.dashboard.show_session(id_)
        await driver.until(lambda: driver.dashboard.session_in_view == id_)
        driver.terminals["ses_brush1"].feed(b"\x07")
        await driver.told()
        assert written.count("bell") == 0
        driver.app.post_message(events.AppBlur())
        await driver.until(lambda: driver.dashboard.session_in_view is None)
        driver.terminals["ses_brush1"].feed(b"\x07")
        await driver.told()
        assert written.count("bell") == 1
        await driver.sees("! rings")
        driver.app.post_message(events.AppFocus())
        await driver.until(lambda: "! rings" not in driver.text)


async def test_a_bell_of_before_is_told_once_unless_somebody_has_come(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with drive() as driver:
        written = listen(driver, monkeypatch)
        missed = Signs(called_at=scenario.NOW - 5000, notification="come [b]here\u202e", is_missed=True)
        for session, signs in (("ses_brush1", missed), ("ses_brush2", Signs(called_at=scenario.NOW))):
            id_ = scenario.spawn(driver.conductor, session)
            driver.conductor.panes.adopt(id_, Terminal(80, 24), signs=signs)
        await driver.sees("come [b]here", "notification", "! rings", "5s")
        await driver.told()
        assert written.count("bell") == 1
        assert list(driver.dashboard.scene.attention) == ["ses_striper", "ses_brush1"]


async def test_who_types_on_the_wall_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    async with drive() as driver:
        written = listen(driver, monkeypatch)
        await driver.open_pane("ses_brush1")
        await driver.open_pane("ses_brush2")
        await driver.press("w")
        await driver.until(lambda: driver.dashboard.wall is not None)
        await driver.press("enter")
        await driver.until(lambda: driver.dashboard.session_in_view is not None)
        seen = driver.dashboard.session_in_view
        assert seen is not None
        driver.terminals[seen].feed(b"\x07")
        await driver.told()
        assert "bell" not in written
        driver.terminals["ses_brush1" if seen == "ses_brush2" else "ses_brush2"].feed(b"\x07")
        await driver.told()
        assert written.count("bell") == 1


# ------------------------------------------------------------------------- which terminal knows what


@pytest.mark.parametrize(
    ("environ", "door"),
    [
        ({"TERM": "xterm-kitty"}, Door(Notation.KITTY)),
        ({"TERM": "xterm-256color", "KITTY_WINDOW_ID": "1"}, Door(Notation.KITTY)),
        ({"TERM": "foot-extra"}, Door(Notation.RXVT)),
        ({"TERM": "rxvt-unicode-256color"}, Door(Notation.RXVT)),
        ({"TERM": "xterm-ghostty"}, Door(Notation.RXVT)),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, Door(Notation.RXVT)),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, Door(Notation.ITERM)),
        ({"TERM": "xterm-256color", "LC_TERMINAL": "iTerm2"}, Door(Notation.ITERM)),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WarpTerminal"}, Door(Notation.ITERM)),
        ({"TERM": "xterm-256color", "WT_SESSION": "x"}, Door(Notation.RXVT)),
        ({"TERM": "xterm-256color", "KONSOLE_VERSION": "230800"}, Door(Notation.RXVT)),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "maestro-tui"}, Door(Notation.RXVT)),
        ({"TERM": "xterm-256color"}, Door(Notation.BELL)),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, Door(Notation.BELL)),
        ({"TERM": "linux"}, Door(Notation.BELL, has_title=False)),
        ({"TERM": "dumb"}, Door(Notation.BELL, has_title=False)),
        ({}, Door(Notation.BELL, has_title=False)),
        ({"TERM": "xterm-kitty", "TMUX": "/tmp/x"}, Door(Notation.BELL)),
        ({"TERM": "tmux-256color"}, Door(Notation.BELL)),
        ({"TERM": "xterm-256color", "ZELLIJ": "0", "KITTY_WINDOW_ID": "1"}, Door(Notation.BELL)),
        ({"TERM": "xterm-256color", "MAESTRO_NOTIFY": " OFF "}, Door(Notation.OFF)),
        ({"TERM": "xterm-kitty", "MAESTRO_NOTIFY": "9"}, Door(Notation.ITERM)),
        ({"TERM": "xterm-kitty", "MAESTRO_NOTIFY": "auto"}, Door(Notation.KITTY)),
        ({"TERM": "tmux", "TMUX": "x", "MAESTRO_NOTIFY": "99"}, Door(Notation.KITTY, is_wrapped=True)),
        ({"TERM": "linux", "MAESTRO_NOTIFY": "777"}, Door(Notation.RXVT, has_title=False)),
    ],
)
def test_the_terminal_is_told_in_its_own_notation(environ: dict[str, str], door: Door) -> None:
    assert find_door(environ) == door


def test_a_notation_nobody_knows_is_an_error_that_names_those_there_are() -> None:
    with pytest.raises(ConfigurationError, match="MAESTRO_NOTIFY is '98': use auto, 9, 99, 777, bell or off"):
        find_door({"TERM": "xterm", "MAESTRO_NOTIFY": "98"})


@pytest.mark.parametrize(
    ("door", "sequence"),
    [
        (Door(Notation.ITERM), "\x1b]9;maestro: hi\x07"),
        (Door(Notation.KITTY), "\x1b]99;i=maestro;maestro: hi\x1b\\"),
        (Door(Notation.RXVT), "\x1b]777;notify;maestro;hi\x07"),
        (Door(Notation.ITERM, is_wrapped=True), "\x1bPtmux;\x1b\x1b]9;maestro: hi\x07\x1b\\"),
        (Door(Notation.BELL), ""),
        (Door(Notation.OFF), ""),
    ],
)
def test_what_is_written(door: Door, sequence: str) -> None:
    assert notification(door, "hi") == sequence


@pytest.mark.parametrize("notation", [Notation.ITERM, Notation.KITTY, Notation.RXVT])
def test_our_own_terminal_understands_all_of_it(notation: Notation) -> None:
    terminal = Terminal(80, 24)
    heard: list[object] = []
    terminal.on_event.connect(heard.append)
    terminal.feed(notification(Door(notation), "a session needs you").encode())
    assert [event for event in heard if isinstance(event, NotificationRaised)]
    assert not terminal.text().strip()


class Written:
    """An application and its driver, as far as they are written to."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self._driver = self

    def bell(self) -> None:
        self.text.append("bell")

    def write(self, text: str) -> None:
        self.text.append(text)


def test_the_title_is_put_back_and_none_is_set_where_it_would_be_printed() -> None:
    app: Any = Written()
    outside = Outside(app, Door())
    outside.leave()
    outside.retitle(2)
    outside.retitle(2)
    outside.leave()
    assert app.text == [KEEP_TITLE, "\x1b]0;maestro · 2 waiting\x07", RESTORE_TITLE]
    plain: Any = Written()
    outside = Outside(plain, Door(has_title=False))
    outside.retitle(2)
    outside.switch("title")
    outside.leave()
    assert plain.text == []


def test_who_wants_nothing_is_told_nothing() -> None:
    app: Any = Written()
    Outside(app, Door(Notation.OFF)).call([("Brush", WAITING)])
    assert app.text == []
    Outside(app, Door(Notation.BELL)).call([("Brush", WAITING)])
    assert app.text == ["bell"]


async def test_the_driver_is_written_to() -> None:
    async with drive() as driver:
        driver.dashboard.feed.outside.retitle(1)
        driver.dashboard.feed.outside.retitle(1)
