from __future__ import annotations

import logging
import os
import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest

from maestro_tui.errors import ConfigurationError
from maestro_tui.server.journal.recovery import recover
from maestro_tui.server.repositories.files import DocumentFiles
from tests.server.journal.support import numbers_in, opened, state_of, written_in


def recovered_state(data_dir: Path) -> Any:
    files = DocumentFiles(data_dir)
    files.prepare()
    return state_of(recover(data_dir, files).tables)


async def test_what_was_answered_is_there_before_any_file_is_written(data_dir: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    async with opened(data_dir) as data:
        project = await data.project()
        task = await data.task(project)
        session = await data.session(project, task)
        await data.patch(session, status="working")
        shutil.copytree(data_dir / "journal", copy / "journal")
        state = data.state
    assert recovered_state(copy) == state
    assert state["tasks"][task["id"]]["sessionIds"] == [session["id"]]


async def test_a_record_that_is_cut_anywhere_was_not_answered_and_is_not_there(
    data_dir: Path, tmp_path: Path
) -> None:
    states = []
    lengths = []
    async with opened(data_dir) as data:
        (segment,) = (data_dir / "journal").glob("*.journal")
        project = await data.project()
        states.append(data.state)
        lengths.append(written_in(segment))
        task = await data.task(project)
        states.append(data.state)
        lengths.append(written_in(segment))
        await data.session(project, task)
        states.append(data.state)
        lengths.append(written_in(segment))
        whole = segment.read_bytes()
    copy = tmp_path / "journal" / segment.name
    copy.parent.mkdir()
    for length in range(lengths[0], lengths[-1] + 1):
        expected = states[sum(length >= end for end in lengths) - 1]
        for room in (0, 100):
            # A crash may leave the zeros that were laid ahead, or not.
            copy.write_bytes(whole[:length] + bytes(room))
            assert recovered_state(tmp_path) == expected, (length, room)


async def test_numbers_go_on_after_a_crash_in_the_same_epoch(data_dir: Path, tmp_path: Path) -> None:
    crashed = tmp_path / "crashed"
    async with opened(data_dir) as data:
        for _ in range(3):
            await data.project()
        epoch = data.parts.epoch
        shutil.copytree(data_dir, crashed)
    (segment,) = (crashed / "journal").glob("*.journal")
    os.truncate(segment, written_in(segment) - 5)
    for expected in (2, 3, 4):
        async with opened(crashed) as data:
            assert (data.parts.epoch, data.parts.tables.seq) == (epoch, expected)
            await data.project()
    assert numbers_in(crashed) == [1, 2, 3, 4, 5]


async def test_damage_in_the_middle_is_said_and_begins_a_new_epoch(
    data_dir: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with opened(data_dir) as data:
        for _ in range(5):
            await data.project()
        epoch, state = data.parts.epoch, data.state
    (data_dir / "journal" / "checkpoint.json").unlink()
    (segment,) = (data_dir / "journal").glob("*.journal")
    lines = segment.read_bytes().splitlines(keepends=True)
    lines[3] = lines[3].replace(b"Project", b"Damaged", 1)
    segment.write_bytes(b"".join(lines))
    async with opened(data_dir) as data:
        assert "Events after number 2 cannot be read" in caplog.text
        assert data.state == state
        assert data.parts.epoch != epoch
        assert data.parts.tables.seq == 5
        await data.project()
        new_epoch = data.parts.epoch
    async with opened(data_dir) as data:
        assert (data.parts.epoch, data.parts.tables.seq) == (new_epoch, 6)
        assert len(data.state["projects"]) == 6
    assert numbers_in(data_dir) == [6]


async def test_a_file_that_is_no_segment_is_put_aside(
    data_dir: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with opened(data_dir) as data:
        await data.project()
        state = data.state
    strange = data_dir / "journal" / "0000000000000001.journal"
    strange.write_bytes(b"what is this\n")
    async with opened(data_dir) as data:
        assert data.state == state
    assert "no readable segment" in caplog.text
    assert strange.with_name(f"{strange.name}.unreadable").read_bytes() == b"what is this\n"


async def test_files_that_somebody_else_changed_are_read_and_begin_a_new_epoch(data_dir: Path) -> None:
    async with opened(data_dir) as data:
        project = await data.project()
        epoch = data.parts.epoch
    async with opened(data_dir) as data:
        assert data.parts.epoch == epoch
    path = data_dir / "projects" / f"{project['id']}.json"
    path.write_bytes(path.read_bytes().replace(b"Project", b"Changed by another"))
    newer = (data_dir / "journal" / "checkpoint.json").stat().st_mtime_ns + 1_000_000
    os.utime(path, ns=(newer, newer))
    async with opened(data_dir) as data:
        assert data.parts.epoch != epoch
        assert data.state["projects"][project["id"]]["name"] == "Changed by another"


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"id": "other"}', b"\xff\xfe", b"{}"])
async def test_a_document_that_cannot_be_read_is_put_aside_and_the_rest_is_there(
    data_dir: Path, caplog: pytest.LogCaptureFixture, content: bytes
) -> None:
    async with opened(data_dir) as data:
        good, bad = await data.project(), await data.project()
    path = data_dir / "projects" / f"{bad['id']}.json"
    path.write_bytes(content)
    async with opened(data_dir) as data:
        assert list(data.state["projects"]) == [good["id"]]
    assert f"{path} is not a readable document" in caplog.text
    assert path.with_name(f"{path.name}.unreadable").read_bytes() == content
    assert not path.exists()


async def test_a_data_dir_of_the_original_opens_and_what_is_unknown_in_it_survives(data_dir: Path) -> None:
    files: dict[str, Any] = {
        "projects/proj_1_a.json": {"id": "proj_1_a", "name": "P", "workingDir": "/p", "isMaster": True},
        "tasks/proj_1_a/task_1_b.json": {
            "id": "task_1_b", "projectId": "proj_1_a", "title": "T", "sessionIds": [], "pinned": {"a": [1.5]},
        },
        "sessions/sess_1_c.json": {
            "id": "sess_1_c", "projectId": "proj_1_a", "taskIds": [], "status": "working", "startedAt": 2,
            "docs": [{"x": None}], "timeline": [{"id": "e", "type": "progress", "timestamp": 1, "odd": True}],
        },
        "sessions/sess_0_d.json": {"id": "sess_0_d", "startedAt": 1, "timeline": None, "taskIds": None, "env": 5},
        "queues/sess_1_c.json": {"sessionId": "sess_1_c"},
        "templates/tmpl_1.json": {"id": "tmpl_1"},
    }  # fmt: skip
    for name, document in files.items():
        path = data_dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(msgspec.json.format(msgspec.json.encode(document), indent=2))
    async with opened(data_dir) as data:
        assert list(data.state["sessions"]) == ["sess_0_d", "sess_1_c"]
        for session in list(data.state["sessions"].values()):
            await data.patch(session, status="idle", timeline=[{"message": "m"}], name="N")
    for name, document in files.items():
        written = msgspec.json.decode((data_dir / name).read_bytes())
        if name.startswith("sessions/"):
            assert (written.pop("status"), written.pop("name")) == ("idle", "N")
            assert [entry.get("message") for entry in written.pop("timeline")][-1] == "m"
            new = {"updatedAt", "lastActivity", "completedAt", "env", "status", "timeline"}
            assert {key: value for key, value in written.items() if key not in new} == {
                key: value for key, value in document.items() if key not in new
            }
        else:
            assert written == document
    text = (data_dir / "sessions" / "sess_1_c.json").read_text()
    assert text.startswith('{\n  "id": "sess_1_c",\n')


async def test_half_a_sign_that_javascript_wrote_does_not_make_a_document_unreadable(data_dir: Path) -> None:
    path = data_dir / "projects" / "p.json"
    path.parent.mkdir(parents=True)
    path.write_text('{"id": "p", "name": "cut \\ud83d", "whole": "\\ud83d\\ude00", "path": "\\\\ud83d"}')
    async with opened(data_dir) as data:
        assert data.state["projects"]["p"] == {
            "id": "p", "name": "cut \ufffd", "whole": "\U0001f600", "path": "\\ud83d",
        }  # fmt: skip


def test_a_data_dir_that_cannot_be_read_is_said_so(data_dir: Path) -> None:
    files = DocumentFiles(data_dir)
    files.prepare()
    (data_dir / "journal").mkdir()
    (data_dir / "journal" / "0000000000000001.journal").mkdir()
    with pytest.raises(ConfigurationError, match="Cannot read the data dir"):
        recover(data_dir, files)


def test_what_a_crash_left_half_written_is_removed(data_dir: Path) -> None:
    files = DocumentFiles(data_dir)
    files.prepare()
    (data_dir / "tasks" / "prj").mkdir()
    left = [data_dir / "projects" / "p.json.tmp", data_dir / "tasks" / "prj" / "t.json.tmp"]
    for path in left:
        path.write_text("{")
    logging.getLogger("maestro_tui.server").debug("nothing is said of it")
    assert recovered_state(data_dir) == {"projects": {}, "tasks": {}, "sessions": {}}
    assert not any(path.exists() for path in left)


def copy_disk(data_dir: Path, copy: Path) -> None:
    """Copy a data dir that is being written to: a file that is renamed meanwhile has the copy made again."""
    for _ in range(100):
        try:
            shutil.copytree(data_dir, copy)
        except shutil.Error:
            shutil.rmtree(copy)
        else:
            return
    raise AssertionError("The data dir never came to rest.")


async def test_a_file_that_power_loss_spoilt_is_mended_from_the_journal(
    data_dir: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    crashed = tmp_path / "crashed"
    async with opened(data_dir) as data:
        project = await data.project()
        state = data.state
        copy_disk(data_dir, crashed)
    (crashed / "projects").mkdir(exist_ok=True)
    path = crashed / "projects" / f"{project['id']}.json"
    path.write_bytes(b"\0" * 100)
    async with opened(crashed) as data:
        assert data.state == state
    assert msgspec.json.decode(path.read_bytes()) == project
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert not list(crashed.rglob("*.unreadable"))
