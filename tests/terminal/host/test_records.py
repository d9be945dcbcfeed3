from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from maestro_tui.terminal.host.messages import ServerTarget, TerminalInfo
from maestro_tui.terminal.host.records import TEXT_BYTES, Record, Records

SERVER = ServerTarget(name="here", url="http://127.0.0.1:3000", token="secret")


def info(number: int = 1, **fields: object) -> TerminalInfo:
    value = TerminalInfo(session_id=f"ses_{number}", terminal_id=f"trm_{number}", started_at=number)
    return msgspec.structs.replace(value, **fields)


def test_what_was_written_is_read_in_the_order_of_the_starts(tmp_path: Path) -> None:
    records = Records(tmp_path)
    records.put(info(2), SERVER)
    records.put(info(1), SERVER)
    records.save_text("trm_1", "a\nb")
    assert records.read() == [Record(info(1), SERVER, "a\nb"), Record(info(2), SERVER, "")]


def test_a_record_is_replaced_and_forgotten(tmp_path: Path) -> None:
    records = Records(tmp_path)
    assert not records.exist()
    records.drop("trm_1")
    records.put(info(), SERVER)
    records.put(info(ended_at=2.0), SERVER)
    assert records.exist()
    assert [record.info.is_live for record in records.read()] == [False]
    records.save_text("trm_1", "text")
    records.drop("trm_1")
    assert records.read() == []
    assert list((tmp_path / "terminals").iterdir()) == []


def test_only_their_user_can_read_them(tmp_path: Path) -> None:
    records = Records(tmp_path)
    records.put(info(), SERVER)
    records.save_text("trm_1", "text")
    modes = {path.stat().st_mode & 0o777 for path in (tmp_path / "terminals").iterdir()}
    assert modes == {0o600}
    assert (tmp_path / "terminals").stat().st_mode & 0o777 == 0o700


def test_of_a_long_text_the_end_is_kept(tmp_path: Path) -> None:
    records = Records(tmp_path)
    records.put(info(), SERVER)
    records.save_text("trm_1", "é" * TEXT_BYTES + "the end")
    (record,) = records.read()
    assert record.text.endswith("éthe end")
    assert len(record.text.encode()) <= TEXT_BYTES + 3


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"info":{}}', b"\xff\xfe"])
def test_a_record_that_cannot_be_read_costs_only_itself(tmp_path: Path, content: bytes) -> None:
    records = Records(tmp_path)
    records.put(info(), SERVER)
    (tmp_path / "terminals" / "trm_2.json").write_bytes(content)
    assert [record.info.session_id for record in records.read()] == ["ses_1"]


def test_a_disk_that_cannot_be_written_costs_only_the_record(tmp_path: Path) -> None:
    (tmp_path / "terminals").write_text("in the way")
    records = Records(tmp_path)
    records.put(info(), SERVER)
    records.save_text("trm_1", "text")
    records.drop("trm_1")
    assert not records.exist()
    assert records.read() == []
