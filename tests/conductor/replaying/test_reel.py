"""Forwards and backwards through a recording: a place has one state, by whatever way one comes to it."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings, strategies as st

from maestro_tui.conductor.replaying import checkpoints, reel
from maestro_tui.conductor.replaying.checkpoints import EVERY, MOST, Checkpoints
from maestro_tui.protocol.events import Event, event_name
from maestro_tui.protocol.lists import Lists, encode_lists
from maestro_tui.store.checkpoint import take_checkpoint
from maestro_tui.store.state import Phase
from maestro_tui.store.store import Changes, Store
from tests.support.factories import NOW, make_session, wire_project, wire_session, wire_spawn, wire_task
from tests.support.films import Film, OpenFilm, afternoon, line, long_film, write


def lists_of(*ids: str) -> bytes:
    """What was there at the beginning of a recording."""
    return encode_lists(Lists(sessions=tuple(make_session(id_) for id_ in ids)), NOW)


IDS = st.integers(1, 3)
EVENTS = st.one_of(
    IDS.map(lambda n: line("session:created", {"session": wire_session(f"ses_{n}")})),
    st.tuples(IDS, st.sampled_from(["working", "idle", "failed"]), st.integers(0, 90)).map(
        lambda drawn: line("session:updated", wire_session(f"ses_{drawn[0]}", status=drawn[1]), drawn[2])
    ),
    IDS.map(lambda n: line("session:spawn", wire_spawn(f"ses_{n}"))),
    IDS.map(lambda n: line("session:deleted", {"id": f"ses_{n}"})),
    IDS.map(lambda n: line("session:status_changed", {"id": f"ses_{n}", "status": "completed"})),
    IDS.map(lambda n: line("task:created", {"task": wire_task(f"tsk_{n}")})),
    IDS.map(lambda n: line("task:deleted", {"id": f"tsk_{n}"})),
    IDS.map(lambda n: line("project:updated", wire_project(f"prj_{n}"))),
    st.integers(1, 40).map(lambda seq: line("team:created", {}, seq=seq, epoch="a")),
    st.integers(1, 40).map(lambda seq: line("resync", None, seq=seq, epoch="b")),
    st.just(b"not json"),
    st.lists(IDS, unique=True).map(lambda ids: lists_of(*[f"ses_{n}" for n in ids])),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(EVENTS, min_size=1, max_size=40), st.lists(st.integers(0, 40), min_size=1, max_size=8))
def test_a_place_has_one_state_and_one_log(lines: list[bytes], places: list[int]) -> None:
    with TemporaryDirectory() as directory, pytest.MonkeyPatch.context() as patch:
        patch.setattr(checkpoints, "EVERY", 4)
        patch.setattr(reel, "EVERY", 4)
        patch.setattr(checkpoints, "MOST", 4)
        file = write(Path(directory) / "film", [*lines, line("pong")])
        film = Film(file)
        for place in places:
            film.wind(place)
            straight = Film(file)
            straight.reel.forward(place)
            assert film.reel.position == straight.reel.position
            assert film.state == straight.state
            assert film.told == straight.told
            straight.reel.recording.close()
        film.reel.recording.close()


def test_it_begins_with_what_was_there(open_film: OpenFilm) -> None:
    film = open_film(
        [lists_of("ses_1", "ses_2"), line("session:updated", wire_session("ses_1", name="Other"), 10)]
    )
    film.reel.forward(2)
    state = film.store.state
    assert {id_: session.name for id_, session in state.sessions.items()} == {
        "ses_1": "Other",
        "ses_2": make_session("ses_2").name,
    }
    assert state.connection.phase is Phase.REPLAYING


def test_one_forward_and_one_back(open_film: OpenFilm) -> None:
    film = open_film(afternoon())
    states = [film.state]
    for _ in afternoon():
        film.reel.forward()
        states.append(film.state)
    assert film.reel.position == len(afternoon())
    for place in reversed(range(len(afternoon()))):
        film.wind(place)
        assert film.state == states[place]
        assert [octets.strip() for octets in film.told] == afternoon()[:place]


def test_it_stays_a_replay_whatever_the_frames_say(open_film: OpenFilm) -> None:
    film = open_film([*afternoon(), line("resync", None, 700, seq=20, epoch="b")])
    while film.reel.position < len(film.reel.recording):
        film.reel.forward()
        assert film.store.state.connection.phase is Phase.REPLAYING
    assert film.store.state.tally.gaps == 1
    assert film.store.state.tally.rejected == 2


def test_the_time_is_that_of_the_frames(open_film: OpenFilm) -> None:
    film = open_film(afternoon())
    film.reel.forward(3)
    assert film.store.state.heard == {"ses_1": NOW + 2000}
    assert film.store.state.panes["ses_1"].opened_at == NOW + 1000  # type: ignore[index]


def test_going_back_is_told_as_one_change(open_film: OpenFilm) -> None:
    film = open_film(afternoon())
    film.reel.forward(len(afternoon()))
    heard: list[Changes] = []
    film.store.listen(heard.append)
    film.wind(1)
    (changes,) = heard
    assert changes.sessions == {"ses_1"}, "the other one had come and gone"
    assert changes.tasks == {"tsk_1"}
    assert changes.panes == {"ses_1"}


def test_events_are_told_by_their_names_going_forward(open_film: OpenFilm) -> None:
    film = open_film(afternoon())
    heard: list[Event] = []
    subscription = film.wire.events.listen_to_all(heard.append)
    film.reel.forward(3)
    film.wind(0)
    assert [event_name(event) for event in heard] == ["task:created", "session:spawn", "session:updated"]
    subscription.cancel()


def test_what_is_told_again_is_bounded(open_film: OpenFilm, monkeypatch: pytest.MonkeyPatch) -> None:
    film = open_film(long_film(50))
    film.reel.forward(50)
    monkeypatch.setattr(reel, "TOLD_AGAIN", 10)
    film.wind(30)
    assert [octets.strip() for octets in film.told] == long_film(50)[20:30]
    assert film.skipped == 20
    monkeypatch.setattr(reel, "TOLD_AGAIN_BYTES", 3 * (len(long_film(50)[25]) + 1))
    film.wind(29)
    assert len(film.told) == 3


def test_a_step_back_is_short_and_the_memory_bounded_in_a_long_recording(open_film: OpenFilm) -> None:
    length = 20_000
    film = open_film(long_film(length))
    film.wind(length)
    assert len(film.reel._checkpoints) <= MOST
    assert film.wind(length - 1) == 1, "from the nearest checkpoint in one turn"
    assert film.wind(length - 2) == 1
    film.wind(length // 2)
    assert film.wind(length // 2 - 1) <= 2, "what one passed on the way is kept"
    assert len(film.reel._checkpoints) <= MOST
    assert film.wind(length) < length / EVERY / 4, "and what was kept further on is used"


def test_giving_up_on_the_way_back_changes_nothing(open_film: OpenFilm) -> None:
    film = open_film(long_film(1_000))
    film.reel.forward(1_000)
    before, told = film.state, list(film.told)
    winding = film.reel.wind(900)
    next(winding)
    del winding
    assert (film.state, film.told, film.reel.position) == (before, told, 1_000)


def test_checkpoints_that_weigh_too_much_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoints, "MOST_BYTES", -1)
    kept = Checkpoints(take_checkpoint(Store().state))
    for number in range(1, 20):
        kept.add(number * EVERY, take_checkpoint(Store().state))
    assert len(kept) == checkpoints.FEW
    assert kept.before(19 * EVERY).position == 19 * EVERY
    assert kept.before(EVERY - 1).position == 0
