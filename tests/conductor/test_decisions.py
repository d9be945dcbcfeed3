"""The log of decisions: what is written, for whom, and how much."""

from __future__ import annotations

import stat
from pathlib import Path

import msgspec
import pytest

from maestro_tui.conductor import decisions as module
from maestro_tui.conductor.decisions import Decision, DecisionLog, decision_on
from maestro_tui.conductor.spawning import SpawnQuestion, Verdict
from maestro_tui.protocol.ids import SessionId


def decision(number: int = 0, verdict: Verdict = Verdict.ALLOWED_BY_USER) -> Decision:
    return Decision(at=float(number), session_id=f"ses_{number}", verdict=verdict)


def test_names_are_kept_and_values_are_not() -> None:
    question = SpawnQuestion(
        session_id=SessionId("ses_1"),
        argv=("claude", "--token", "s3cret-1", "go"),
        cwd="/home/ada",
        env_vars={"MAESTRO_SERVER_URL": "http://127.0.0.1:3000/t/s3cret-2", "A": "s3cret-3"},
        refused=("LD_PRELOAD",),
    )
    taken = decision_on(question, Verdict.DENIED_BY_USER, at=5.0, server="here", why="token=s3cret-4")
    assert taken.variables == ("MAESTRO_SERVER_URL", "A")
    assert taken.withheld == ("LD_PRELOAD",)
    assert (taken.argv[0], taken.argv[-1], taken.cwd, taken.server) == ("claude", "go", "/home/ada", "here")
    assert b"s3cret" not in msgspec.json.encode(taken)


def test_every_dashboard_appends_and_the_newest_is_read_first(tmp_path: Path) -> None:
    path = tmp_path / "log" / "spawns.jsonl"
    first, second = DecisionLog(path), DecisionLog(path)
    stamps = [first.stamp]
    for number, log in enumerate((first, second, first)):
        log.add(decision(number))
        stamps.append(first.stamp)
    assert [each.session_id for each in second.latest()] == ["ses_2", "ses_1", "ses_0"]
    assert len(set(stamps)) == 4
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_without_a_file_it_is_kept_as_long_as_the_program_runs() -> None:
    log = DecisionLog()
    before = log.stamp
    log.add(decision(1))
    log.add(decision(2))
    assert [each.session_id for each in log.latest()] == ["ses_2", "ses_1"]
    assert log.stamp != before


def test_the_log_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_BYTES", 1000)
    log = DecisionLog(tmp_path / "spawns.jsonl")
    for number in range(100):
        log.add(decision(number))
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 2500
    assert len(list(tmp_path.iterdir())) == 2
    latest = [each.session_id for each in log.latest()]
    assert latest == [f"ses_{number}" for number in range(99, 99 - len(latest), -1)]
    assert len(latest) > 10


def test_a_line_nobody_can_read_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "spawns.jsonl"
    log = DecisionLog(path)
    log.add(decision(1))
    with path.open("ab") as file:
        file.write(b'{"at": 1, "sessionId": "x", "verdict": "of a later version"}\n\xff\xfe\n{"at"')
        file.write(b"\n")
    log.add(decision(2))
    assert [each.session_id for each in log.latest()] == ["ses_2", "ses_1"]


def test_a_link_is_not_followed_and_a_log_that_cannot_be_written_costs_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_text("precious")
    path = tmp_path / "log" / "spawns.jsonl"
    path.parent.mkdir(mode=0o700)
    path.symlink_to(target)
    DecisionLog(path).add(decision(1))
    assert target.read_text() == "precious"
