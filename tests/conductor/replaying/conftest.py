from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.films import Film, OpenFilm, write


@pytest.fixture
def open_film(tmp_path: Path) -> Iterator[OpenFilm]:
    """Make a film of frames; its file is closed at the end."""
    films: list[Film] = []

    def open_one(lines: list[bytes]) -> Film:
        films.append(Film(write(tmp_path / "film", lines)))
        return films[-1]

    yield open_one
    for film in films:
        film.reel.recording.close()
