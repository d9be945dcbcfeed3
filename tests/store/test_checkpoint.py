"""A moment kept, and gone back to."""

from __future__ import annotations

from maestro_tui.store.actions import CheckpointRestored
from maestro_tui.store.checkpoint import take_checkpoint
from maestro_tui.store.state import State
from maestro_tui.store.store import Changes, Store
from tests.support.factories import received, wire_session, wire_spawn, wire_task


def test_everything_is_as_it_was_in_the_order_of_then() -> None:
    store = Store()
    store.dispatch(
        received("session:updated", wire_session("ses_b"), seq=1, epoch="a"),
        received("session:updated", wire_session("ses_a"), seq=2),
        received("brand:new", {}),
    )
    kept = take_checkpoint(store.state)
    store.dispatch(
        received("session:deleted", {"id": "ses_b"}, seq=3),
        received("session:spawn", wire_spawn("ses_c"), seq=4),
        received("task:updated", wire_task(), seq=5),
        received("brand:new", {}),
    )
    heard: list[Changes] = []
    store.listen(heard.append)
    tables = store.state.sessions
    store.dispatch(CheckpointRestored(kept))
    assert take_checkpoint(store.state) == kept
    assert list(store.state.sessions) == ["ses_b", "ses_a"]
    assert store.state.sessions is tables
    assert store.state.tally.unknown == {"brand:new": 1}
    (changes,) = heard
    assert {*changes.sessions, *changes.tasks} == {"ses_b", "ses_c", "tsk_1"}
    assert {*changes.panes} == {"ses_c"}


def test_what_happens_afterwards_does_not_reach_the_checkpoint() -> None:
    store = Store()
    kept = take_checkpoint(store.state)
    for _ in range(2):
        store.dispatch(received("session:updated", wire_session()), received("brand:new", {}))
        assert take_checkpoint(store.state) != kept
        store.dispatch(CheckpointRestored(kept))
        assert take_checkpoint(store.state) == kept


def test_every_field_of_the_state_is_kept() -> None:
    kept = take_checkpoint(State())
    assert kept.tables.keys() | kept.rest.keys() == vars(State()).keys()


def test_a_checkpoint_knows_about_what_it_weighs() -> None:
    store = Store()
    assert take_checkpoint(store.state).weight == 0
    store.dispatch(received("session:updated", wire_session(timeline=[{"type": "x" * 5_000}])))
    assert 5_000 < take_checkpoint(store.state).weight < 6_000
