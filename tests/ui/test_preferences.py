"""The file of what is remembered: whole or not at all, its user's alone, and never lost."""

from __future__ import annotations

import stat
from pathlib import Path

import msgspec
import pytest

from maestro_tui.ui.preferences import Preferences, PreferencesFile, TableView

CHOSEN = Preferences(
    theme="maestro-light",
    layout="session",
    sizes={"left": 0.4},
    tables={"sessions": TableView(filter="zebra -done", sort="name", reversed=True)},
    project="prj_zebra",
    told=frozenset({"bell"}),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "dashboard.json"


def test_what_is_saved_is_loaded(path: Path) -> None:
    PreferencesFile(path).save(CHOSEN)
    assert PreferencesFile(path).load() == CHOSEN


def test_without_a_file_everything_is_as_at_first(path: Path) -> None:
    file = PreferencesFile(path)
    assert file.load() == Preferences()
    assert not file.problem
    assert not path.parent.exists()


def test_only_its_user_may_read_it_and_nothing_is_left_beside_it(path: Path) -> None:
    PreferencesFile(path).save(CHOSEN)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert list(path.parent.iterdir()) == [path]


def test_fields_of_another_version_stay(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(
        '{"theme": "nord", "new": [1], "tables": {"tasks": {"sort": "age", "wrap": true}, "maps": {}}}'
    )
    file = PreferencesFile(path)
    loaded = file.load()
    assert (loaded.theme, loaded.tables["tasks"].sort) == ("nord", "age")
    file.save(CHOSEN)
    kept = msgspec.json.decode(path.read_bytes())
    assert kept["new"] == [1]
    assert kept["tables"]["tasks"]["wrap"] is True
    assert kept["tables"]["maps"] == {}
    assert kept["theme"] == "maestro-light"


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"theme": 5}', '{"tables": {"tasks": 1}}', '{"sizes": {"left": "x"}}', "\udcff"]
)
def test_a_broken_file_is_set_aside_and_said_so(path: Path, text: str) -> None:
    path.parent.mkdir()
    octets = text.encode("utf-8", "surrogateescape")
    path.write_bytes(octets)
    file = PreferencesFile(path)
    assert file.load() == Preferences()
    aside = path.with_name("dashboard.json.broken-1")
    assert aside.read_bytes() == octets
    assert str(aside) in file.problem
    file.save(CHOSEN)
    assert PreferencesFile(path).load() == CHOSEN
    path.write_text("{")
    PreferencesFile(path).load()
    assert aside.read_bytes() == octets
    assert path.with_name("dashboard.json.broken-2").read_text() == "{"


def test_a_file_that_cannot_be_read_is_left_alone(path: Path) -> None:
    path.mkdir(parents=True)
    file = PreferencesFile(path)
    assert file.load() == Preferences()
    assert "cannot be read" in file.problem
    file.save(CHOSEN)
    assert path.is_dir()


def test_a_directory_that_cannot_be_written_is_said_once(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    file = PreferencesFile(tmp_path / "state" / "dashboard.json")
    file.load()
    file.save(CHOSEN)
    assert "cannot be" in file.problem
    file.problem = ""
    file.save(CHOSEN)
    assert not file.problem


def test_the_last_of_two_dashboards_wins(path: Path) -> None:
    one, other = PreferencesFile(path), PreferencesFile(path)
    one.save(CHOSEN)
    other.save(Preferences(theme="nord"))
    assert PreferencesFile(path).load().theme == "nord"


def test_a_link_stays_a_link(path: Path, tmp_path: Path) -> None:
    path.parent.mkdir()
    real = tmp_path / "dotfiles.json"
    real.write_text("{}")
    path.symlink_to(real)
    PreferencesFile(path).save(CHOSEN)
    assert path.is_symlink()
    assert msgspec.json.decode(real.read_bytes())["theme"] == "maestro-light"


def test_a_guest_takes_the_look_and_writes_nothing(path: Path) -> None:
    PreferencesFile(path).save(CHOSEN)
    before = path.read_bytes()
    guest = PreferencesFile(path, is_kept=False)
    loaded = guest.load()
    assert (loaded.theme, loaded.layout, loaded.sizes) == (CHOSEN.theme, CHOSEN.layout, CHOSEN.sizes)
    assert not loaded.tables
    assert not loaded.project
    guest.save(Preferences())
    assert path.read_bytes() == before
    path.write_text("{")
    assert PreferencesFile(path, is_kept=False).load() == Preferences()
    assert path.read_text() == "{"
