from __future__ import annotations

import msgspec
import pytest

from maestro_tui.protocol.ids import ProjectId, TaskId
from maestro_tui.protocol.requests import encode_request
from maestro_tui.ui import forms
from tests.support.factories import make_project, make_session, make_task

ZEBRA = ProjectId("prj_1")


def sent(body: msgspec.Struct) -> object:
    return msgspec.json.decode(encode_request(body))


def test_a_project_is_made_of_what_was_written() -> None:
    values = {"name": " Zebra ", "directory": " /zoo ", "description": "stripes"}
    assert sent(forms.new_project(values)) == {
        "name": "Zebra",
        "workingDir": "/zoo",
        "description": "stripes",
    }
    assert sent(forms.changed_project(values)) == {
        "name": "Zebra",
        "workingDir": "/zoo",
        "description": "stripes",
    }


def test_a_task_is_made_of_what_was_written() -> None:
    values = {"title": " Paint ", "description": "", "priority": "high"}
    assert sent(forms.new_task(values, ZEBRA)) == {
        "projectId": "prj_1",
        "title": "Paint",
        "description": "",
        "priority": "high",
    }
    assert sent(forms.new_task({**values, "parent": "t"}, ZEBRA)) == {
        "projectId": "prj_1",
        "title": "Paint",
        "description": "",
        "priority": "high",
        "parentId": "t",
    }
    assert sent(forms.changed_task(values)) == {"title": "Paint", "description": "", "priority": "high"}


def test_of_a_session_only_what_was_written_is_sent() -> None:
    assert sent(forms.spawn_request({"name": "", "command": " "}, ZEBRA, [])) == {
        "projectId": "prj_1",
        "taskIds": [],
        "spawnSource": "ui",
    }
    assert sent(forms.spawn_request({"name": "Striper", "command": "bash"}, ZEBRA, [TaskId("t")])) == {
        "projectId": "prj_1",
        "taskIds": ["t"],
        "sessionName": "Striper",
        "command": "bash",
        "spawnSource": "ui",
    }


@pytest.mark.parametrize(
    ("values", "problem"),
    [({"name": "Zebra"}, ""), ({"name": "  "}, "Name is missing."), ({}, "Name is missing.")],
)
def test_what_is_missing_is_said(values: dict[str, str], problem: str) -> None:
    assert forms.project_form().problem(values) == problem


def test_a_form_begins_with_what_there_is() -> None:
    project = forms.project_form(make_project(name="Zebra", working_dir="/zoo", description=None))
    assert [field.value for field in project.fields] == ["Zebra", "/zoo", ""]
    task = forms.task_form(make_task(title="Paint", priority="high"))
    assert [field.value for field in task.fields] == ["Paint", "", "high"]


def test_a_new_task_may_become_part_of_another() -> None:
    form = forms.task_form(parents=[make_task(id="tsk_1", title="Whole")])
    field = form.fields[-1]
    assert (field.label, field.value, field.choices) == (
        "Part of",
        forms.NO_PARENT,
        (forms.NO_PARENT, "tsk_1"),
    )
    assert field.shown == ("nothing", "Whole")
    assert form.facts == ()


def test_what_a_task_is_part_of_is_told_and_cannot_be_changed() -> None:
    form = forms.task_form(make_task(title="Paint"), parents=[make_task(title="Whole")])
    assert form.facts == (("part of", "Whole"),)
    assert [field.key for field in form.fields] == ["title", "description", "priority"]


def test_what_will_run_is_shown_before() -> None:
    project = make_project(name="Zebra\x1b[2J", working_dir="/zoo")
    form = forms.spawn_form(
        project, [make_task(title="Paint"), make_task(title="")], make_session(name="S"), "bash"
    )
    facts = dict(form.facts)
    assert facts["project"] == "Zebra␛[2J"
    assert facts["tasks"] == "Paint, tsk_1"
    assert facts["directory"] == "/zoo"
    assert "MAESTRO_SESSION_ID" in facts["environment"]
    assert [field.value for field in form.fields] == ["bash", "S"]
    facts = dict(forms.spawn_form(make_project(working_dir=""), [], server="zoo:3000").facts)
    assert "tasks" not in facts
    assert facts["directory"].startswith("~")
    assert "MAESTRO_SERVER_URL (zoo:3000)" in facts["environment"]


def test_a_session_without_tasks_asks_for_one() -> None:
    form = forms.spawn_form(make_project(), [])
    assert [field.key for field in form.fields] == ["work", "command", "name"]
    values = {"work": " Paint ", "command": "", "name": ""}
    assert form.problem({**values, "work": " "}) == "Task is missing."
    assert sent(forms.work_of(values, ZEBRA)) == {"projectId": "prj_1", "title": "Paint"}


def test_many_tasks_are_told_in_few_words() -> None:
    tasks = [make_task(title=f"A rather long title of the task {n}") for n in range(100)]
    assert "and 96 more" in dict(forms.spawn_form(make_project(), tasks).facts)["tasks"]


def test_only_commands_that_can_be_seen_are_suggested() -> None:
    form = forms.spawn_form(make_project(), [], known_commands=["bash", "ba\x1b[8msh -c evil", "b\u200bash"])
    assert {field.key: field.suggested for field in form.fields}["command"] == ("bash",)


def test_a_session_without_a_name_has_that_of_its_task() -> None:
    values = {"name": "", "command": ""}
    assert forms.spawn_request(values, ZEBRA, [TaskId("t")], "Paint ").session_name == "Paint"
    assert forms.spawn_request({**values, "name": "S"}, ZEBRA, [TaskId("t")], "Paint").session_name == "S"


def test_a_status_nobody_can_choose_begins_with_the_first() -> None:
    assert forms.status_form("x", "dreaming", forms.TASK_STATUSES).fields[0].value == "todo"
    assert forms.status_form("x", "blocked", forms.TASK_STATUSES).fields[0].value == "blocked"
    assert [forms.shown_choice(value) for value in ("todo", "in_progress", "high")] == [
        "to do",
        "working",
        "high",
    ]


def test_who_is_told() -> None:
    assert forms.tell_form(["a"]).title == "Tell a"
    assert forms.tell_form(list("abcde")).title == "Tell a, b, c, d and 1 more"
    assert forms.tell_form(list("ab")).facts == (("sends", "the line and enter, to 2 terminals"),)


@pytest.mark.parametrize(
    ("kind", "text", "problem"),
    [
        ("progress", "half of it", ""),
        ("progress", " ", "Text is missing."),
        ("needs-input", "", "Text is missing."),
        ("done", "", ""),
    ],
)
def test_a_report_needs_a_text_unless_it_is_the_end(kind: str, text: str, problem: str) -> None:
    assert forms.report_form(["a"]).problem({"kind": kind, "text": text}) == problem
    assert {"progress", "milestone", "needs-input", "error", "done"} <= set(forms.REPORT_KINDS)
