"""Prompt templates of the original server, as they lie in its data dir. They are read, and never written here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from maestro_tui.errors import DecodeError
from maestro_tui.server.documents import Document, decode_json
from maestro_tui.server.identifiers import is_acceptable_id

_DIRECTORY: Final = "templates"
_MOST: Final = 1_000
_LARGEST_BYTES: Final = 1024 * 1024


class Templates:
    """The templates of a data dir, read anew whenever they are asked for: they are few, and seldom are.

    Args:
        data_dir: The data dir.
    """

    def __init__(self, data_dir: Path) -> None:
        self._directory = data_dir / _DIRECTORY

    def all(self) -> list[bytes]:
        """Give all that can be read, by their names; a data dir of this server alone has none."""
        return [msgspec.json.encode(template) for template in self._read()]

    def by_id(self, template_id: str) -> bytes | None:
        """Give one template."""
        return self._first("id", template_id)

    def by_role(self, role: str) -> bytes | None:
        """Give the template of a role, ``worker`` or ``orchestrator``."""
        return self._first("role", role)

    def _first(self, name: str, value: str) -> bytes | None:
        found = next((template for template in self._read() if template.get(name) == value), None)
        return None if found is None else msgspec.json.encode(found)

    def _read(self) -> Iterator[Document]:
        for path in sorted(self._directory.glob("*.json"))[:_MOST]:
            try:
                if path.stat().st_size > _LARGEST_BYTES:
                    continue
                template = decode_json(path.read_bytes())
            except (OSError, DecodeError):
                continue  # it is the original's file, and may be anything
            if isinstance(template, dict) and template.get("id") == path.stem and is_acceptable_id(path.stem):
                yield template
