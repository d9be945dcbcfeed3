from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from tests.server.support import Api, Json

WORKER: Json = {"id": "tmpl_1", "name": "Worker", "role": "worker", "content": "Do it.", "isDefault": True}
LEADER: Json = {"id": "tmpl_2", "name": "Leader", "role": "orchestrator", "content": "Have it done."}


@pytest.fixture
def templates(data_dir: Path) -> Path:
    directory = data_dir / "templates"
    directory.mkdir(parents=True)
    for template in (WORKER, LEADER):
        (directory / f"{template['id']}.json").write_bytes(msgspec.json.encode(template))
    return directory


@pytest.mark.usefixtures("templates")
async def test_the_originals_templates_are_given_as_they_are(api: Api) -> None:
    assert (await api.get("/api/templates")).json == [WORKER, LEADER]
    assert (await api.get("/api/templates/tmpl_2")).json == LEADER
    assert (await api.get("/api/templates/role/worker")).json == WORKER


async def test_without_any_the_cli_takes_its_own(api: Api) -> None:
    assert (await api.get("/api/templates")).json == []
    for path in ("/api/templates/tmpl_1", "/api/templates/role/worker"):
        answer = await api.get(path)
        assert (answer.status, answer.code) == (404, "NOT_FOUND")


async def test_what_is_no_template_is_passed_over(api: Api, templates: Path) -> None:
    (templates / "broken.json").write_bytes(b'{"id": "broken"')
    (templates / "named.json").write_bytes(b'{"id": "otherwise"}')
    (templates / "list.json").write_bytes(b"[]")
    (templates / "latin.json").write_bytes(b'{"id": "latin", "content": "\xff"}')
    (templates / "large.json").write_bytes(b'{"id": "large", "content": "%b"}' % (b"x" * 1024 * 1024))
    (templates / "sub.json").mkdir()
    assert (await api.get("/api/templates")).json == [WORKER, LEADER]


async def test_no_file_elsewhere_is_reached(api: Api, templates: Path) -> None:
    (templates.parent / "secret.json").write_bytes(b'{"id": "secret"}')
    for name in ("..%2Fsecret", "%2e%2e/secret", "secret"):
        assert (await api.get(f"/api/templates/{name}")).status == 404
