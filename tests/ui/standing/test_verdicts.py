"""What is shown of all sessions, as things change and as time passes: the same as judging each anew."""

from __future__ import annotations

from hypothesis import given, strategies as st

from maestro_tui.conductor.signs import Signs
from maestro_tui.protocol.ids import SessionId
from maestro_tui.store.state import Pane
from maestro_tui.store.store import Store
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.standing import verdicts
from maestro_tui.ui.standing.judgement import judge
from maestro_tui.ui.standing.status import SILENT, WORKING
from tests.support.factories import NOW, make_session

IDS = st.sampled_from([SessionId("a"), SessionId("b")])
SECONDS = st.sampled_from([1, 4, 6, 9, 11, 30, 299, 601])
STEPS = st.one_of(
    st.tuples(st.just("pass"), IDS, SECONDS),
    st.tuples(st.sampled_from(["working", "spawning", "idle", "completed", "gone"]), IDS, SECONDS),
    st.tuples(st.sampled_from(["open", "end", "close", "print"]), IDS, SECONDS),
)


class World:
    """A store, terminals and a clock that go as a test says."""

    def __init__(self) -> None:
        self.now = NOW
        self.state = Store().state
        self.signs: dict[SessionId, Signs] = {}
        self.scene = Scene(self.state, lambda: self.now, self.signs.get)
        self.verdicts = self.scene.verdicts

    def step(self, what: str, id_: SessionId, seconds: int) -> None:
        """Have something happen, and tell it as the store tells it."""
        pane = Pane(session_id=id_, opened_at=self.now)
        match what:
            case "pass":
                self.now += seconds * 1000
                self.verdicts.tick()
                return
            case "print":
                # Told to nobody.
                if id_ in self.state.panes:
                    self.signs.setdefault(id_, Signs()).output_at = self.now
                return
            case "gone":
                self.state.sessions.drop(id_)
            case "open":
                self.state.panes.put(id_, pane)
            case "end":
                self.state.panes.put(id_, Pane(session_id=id_, opened_at=self.now - 1, ended_at=self.now))
            case "close":
                self.state.panes.drop(id_)
                self.signs.pop(id_, None)
            case status:
                self.state.sessions.put(id_, make_session(id_, status=status, last_activity=self.now))
        self.verdicts.apply([id_])


@given(st.lists(STEPS, max_size=30))
def test_it_is_always_what_judging_anew_would_say(steps: list[tuple[str, SessionId, int]]) -> None:
    world = World()
    for step in steps:
        world.step(*step)
    world.step("pass", SessionId("a"), 0)
    for session in world.state.sessions.values():
        assert world.verdicts.look_of(session) == judge(session, world.scene).look


def test_who_came_before_is_known_and_nobody_is_judged_twice_for_nothing() -> None:
    world = World()
    for number in range(50):
        world.state.sessions.put(
            SessionId(f"ses_{number}"), make_session(f"ses_{number}", status="working", last_activity=NOW)
        )
    known = verdicts.Verdicts(world.scene)
    assert known.tick() == frozenset()
    world.now += 601_000
    assert len(known.tick()) == 50
    assert known.tick() == frozenset()
    assert known.apply(world.state.sessions) == frozenset()
    assert not known._queue


def test_what_a_terminal_prints_ends_a_silence_though_nobody_tells() -> None:
    world = World()
    id_ = SessionId("a")
    world.step("open", id_, 0)
    world.step("working", id_, 0)
    world.step("pass", id_, 601)
    assert world.verdicts.look_of(world.state.sessions[id_]) is SILENT
    world.step("print", id_, 0)
    assert world.verdicts.tick() == {id_}
    assert world.verdicts.look_of(world.state.sessions[id_]) is WORKING


def test_the_next_look_comes_when_a_verdict_may_change() -> None:
    world = World()
    world.step("working", SessionId("a"), 0)
    assert world.scene.horizon.at == NOW + 600_001
    world.step("spawning", SessionId("b"), 0)
    world.step("open", SessionId("b"), 0)
    assert world.scene.horizon.at == NOW + 5_001
    world.now += 5_001
    world.scene.horizon.clear()
    assert world.verdicts.tick() == {"b"}
    assert world.scene.horizon.at == NOW + 600_001


def test_a_session_that_is_heard_of_again_and_again_waits_in_one_place() -> None:
    world = World()
    for _ in range(100):
        world.step("working", SessionId("a"), 0)
        world.now += 1000
    assert len(world.verdicts._queue) == 1
