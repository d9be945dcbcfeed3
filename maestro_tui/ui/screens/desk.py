"""The tables of the main screen, and what those who do something with their rows have in common.

What can be done is done by making, changing, talking and ending, which are loaded when they are first used. Each asks
for what it needs, then hands an intent to the conductor; the store hears of it from the server.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any, Final

from maestro_tui.protocol.ids import ProjectId, SessionId, TaskId
from maestro_tui.protocol.models import Project, Session, Task
from maestro_tui.ui.columns.projects import EVERYTHING, PROJECTS
from maestro_tui.ui.columns.sessions import SESSIONS
from maestro_tui.ui.columns.tasks import TASKS
from maestro_tui.ui.deeds import Answer, Deeds, Errand
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.sparse import SparseScreen
from maestro_tui.ui.standing.census import ALL
from maestro_tui.ui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from maestro_tui.conductor.conductor import Conductor
    from maestro_tui.ui.feed import Feed
    from maestro_tui.ui.forms import Form, Values
    from maestro_tui.ui.screens.calling import Calling
    from maestro_tui.ui.screens.changing import Changing
    from maestro_tui.ui.screens.ending import Ending
    from maestro_tui.ui.screens.making import Making
    from maestro_tui.ui.screens.talking import Talking
    from maestro_tui.ui.widgets.top_bar import TopBar


MOST_PARENTS: Final = 3
"""How many tasks around one are named: there is one line for them."""


class Desk(SparseScreen[None], inherit_bindings=False):
    """A screen with the tables of projects, tasks and sessions."""

    top: TopBar
    feed: Feed

    def __init__(self, conductor: Conductor, *, classes: str) -> None:
        super().__init__(classes=classes)
        self.conductor = conductor
        self.scene = Scene(conductor.store.state, conductor.clock, conductor.panes.signs.get)
        state = self.scene.state
        self.projects: RecordTable[ProjectId, Project] = RecordTable(
            PROJECTS, state.projects, self.scene, pinned={ALL: EVERYTHING}, id="projects"
        )
        self.tasks: RecordTable[TaskId, Task] = RecordTable(TASKS, state.tasks, self.scene, id="tasks")
        self.sessions: RecordTable[SessionId, Session] = RecordTable(
            SESSIONS, state.sessions, self.scene, id="sessions"
        )
        self.deeds = Deeds(self, conductor, self.scene.pending, self._show_pending)
        """What carries intents out."""
        self._made: tuple[RecordTable[Any, Any], str] | None = None

    def _show_pending(self, ids: Collection[str]) -> None:
        """Show what is under way, and with which rows."""
        for table in (self.projects, self.tasks, self.sessions):
            table.mark_pending(ids)
        self.top.recheck()

    # --------------------------------------------------------------------------- asking

    def ask(self, form: Form, then: Callable[[Values], Errand | None]) -> None:
        """Show a form, and run the errand that comes of what was written; it goes away once that is done."""
        from maestro_tui.ui.screens.form_screen import FormScreen

        def send(values: dict[str, str], answer: Answer) -> None:
            errand = then(values)
            if errand is None:
                answer("")
            else:
                self.deeds.run(errand, answer)

        self.app.push_screen(FormScreen(form, send))

    def ask_for_tasks(
        self,
        title: str,
        verb: str,
        scope: Callable[[Task], bool],
        then: Callable[[list[Task]], None],
        *,
        can_make: bool = False,
    ) -> None:
        """Have tasks chosen, and go on with them; without any if a new one is wanted, and not if the user left."""
        from maestro_tui.ui.screens.choose_tasks import ChooseTasks

        def take(ids: list[TaskId] | None) -> None:
            if ids is not None:
                tasks = self.scene.state.tasks
                then([tasks[id_] for id_ in ids if id_ in tasks])

        self.app.push_screen(ChooseTasks(self.scene, title, verb, scope, can_make=can_make), take)

    def ask_whether(self, question: str, consequence: str, verb: str, then: Callable[[], None]) -> None:
        """Ask before something is destroyed."""
        from maestro_tui.ui.screens.confirm import Confirm

        def take(is_sure: bool | None) -> None:
            if is_sure:
                then()

        self.app.push_screen(Confirm(question, consequence, verb), take)

    def say(self, text: str) -> None:
        """Say why a key does nothing now."""
        self.app.notify(text, severity="warning", markup=False)

    def show_made(self, table: RecordTable[Any, Any], id_: str) -> None:
        """Go to what was just made, as soon as the table has it."""
        self._made = (table, id_)
        self.choose_made()

    def choose_made(self) -> None:
        """Go to what was made, if it has come; where a filter hides it, say so."""
        if self._made is not None and self._made[0].row(self._made[1]) is not None:
            (table, id_), self._made = self._made, None
            if not table.move_cursor_to(id_) and table.arrangement.query:
                self.say(
                    f"It is made, but the filter of the {table.kind.name} hides it: esc there shows all."
                )

    @abstractmethod
    def go_into(self, session_id: SessionId) -> None:
        """Go to a session: into its terminal, or to what it said."""

    # --------------------------------------------------------------------------- what is meant

    @property
    def table_in_use(self) -> RecordTable[Any, Any]:
        """The table that has the keyboard; the sessions if none has."""
        return self.focused if isinstance(self.focused, RecordTable) else self.sessions

    @property
    def table_of_sessions(self) -> RecordTable[SessionId, Any]:
        """The table in which one chooses sessions."""
        return self.sessions

    def project_meant(self) -> Project | None:
        """The project one is in: the chosen one, else that of what the cursor stands on, where one is first."""
        state = self.scene.state
        ids: list[ProjectId | None] = [self.projects.cursor]
        task = state.tasks.get(self.tasks.cursor) if self.tasks.cursor else None
        session = self.session_at_cursor()
        near = (task, session) if self.table_in_use is self.tasks else (session, task)
        ids += [each.project_id for each in near if each is not None]
        ids += list(state.projects) if len(state.projects) == 1 else []
        return next((state.projects[id_] for id_ in ids if id_ and id_ in state.projects), None)

    def session_at_cursor(self) -> Session | None:
        """The session under the cursor."""
        session_id = self.table_of_sessions.cursor
        return self.scene.state.sessions.get(session_id) if session_id else None

    def task_at_cursor(self) -> Task | None:
        """The task under the cursor."""
        return self.scene.state.tasks.get(self.tasks.cursor) if self.tasks.cursor else None

    def parents_of(self, task: Task) -> list[Task]:
        """What a task is part of, from above; of a long line only the nearest."""
        tasks = self.scene.state.tasks
        found: list[Task] = []
        while len(found) < MOST_PARENTS:
            parent = tasks.get(task.parent_id) if task.parent_id else None
            if parent is None or parent in found:
                break
            found.insert(0, parent)
            task = parent
        return found

    def chosen_projects(self) -> list[Project]:
        """The projects that are marked, else the one under the cursor."""
        projects = self.scene.state.projects
        return [projects[id_] for id_ in self.projects.chosen if id_ in projects]

    def chosen_tasks(self) -> list[Task]:
        """The tasks that are marked, else the one under the cursor."""
        tasks = self.scene.state.tasks
        return [tasks[id_] for id_ in self.tasks.chosen if id_ in tasks]

    def meant_tasks(self) -> list[Task]:
        """The tasks that are marked, or the one under the cursor: that of a table one is not in says nothing."""
        is_said = self.tasks.has_focus or any(id_ in self.tasks.marks for id_ in self.tasks.chosen)
        return self.chosen_tasks() if is_said else []

    def chosen_sessions(self) -> list[Session]:
        """The sessions that are marked, else the one under the cursor; says so if there is none."""
        sessions = self.scene.state.sessions
        chosen = [sessions[id_] for id_ in self.table_of_sessions.chosen if id_ in sessions]
        if not chosen:
            self.say("There is no session here: s starts one.")
        return chosen

    def runs_here(self, session: Session) -> bool:
        """Tell whether the program of a session runs in a terminal here."""
        pane = self.scene.state.panes.get(session.id)
        return pane is not None and pane.is_live

    def forget_marks(self) -> None:
        """Take the marks off sessions: what they were for is done."""
        for table in {self.sessions, self.table_of_sessions}:
            table.forget_marks()

    # --------------------------------------------------------------------------- the work

    @property
    def _calling(self) -> Calling:
        from maestro_tui.ui.screens.calling import Calling

        return Calling(self)

    @property
    def _making(self) -> Making:
        from maestro_tui.ui.screens.making import Making

        return Making(self)

    @property
    def _changing(self) -> Changing:
        from maestro_tui.ui.screens.changing import Changing

        return Changing(self)

    @property
    def _talking(self) -> Talking:
        from maestro_tui.ui.screens.talking import Talking

        return Talking(self)

    @property
    def _ending(self) -> Ending:
        from maestro_tui.ui.screens.ending import Ending

        return Ending(self)

    def action_new(self) -> None:
        """Make what the table shows that has the keyboard."""
        self._making.new()

    def action_spawn(self) -> None:
        """Start a session on the chosen tasks."""
        self._making.spawn()

    def action_restart(self) -> None:
        """Start another session like each of the chosen ones."""
        self._making.restart()

    def action_edit(self) -> None:
        """Change the project or the task under the cursor."""
        self._changing.edit()

    def action_set_status(self) -> None:
        """Say how the chosen tasks or sessions stand."""
        self._changing.set_status()

    def action_link(self) -> None:
        """Have the session work on the chosen tasks."""
        self._changing.link()

    def action_unlink(self) -> None:
        """Have the session not work on the chosen tasks."""
        self._changing.unlink()

    def action_tell(self) -> None:
        """Type a line into the terminals of the chosen sessions."""
        self._talking.tell()

    def action_answer(self) -> None:
        """Answer the session that waits: the one under the cursor if it does, else the first."""
        self._talking.answer()

    def action_put_aside(self) -> None:
        """Have the chosen sessions call no more until there is another reason, or have them call again."""
        self._calling.put_aside()

    def action_put_ended_aside(self) -> None:
        """Have those call no more that have ended."""
        self._calling.put_ended_aside()

    def action_report(self) -> None:
        """Report something for the chosen sessions, in the place of their agents."""
        self._talking.report()

    def action_stop(self) -> None:
        """Stop the chosen sessions."""
        self._ending.stop()

    def action_delete(self) -> None:
        """Delete what is chosen in the table that has the keyboard."""
        self._ending.delete()
