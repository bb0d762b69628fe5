"""The explorer: what is opened, what was asked, and what came back."""

from __future__ import annotations

import asyncio
import enum
import time
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.catalogue import loader
from kis_desktop.catalogue.directory import Line
from kis_desktop.catalogue.entry import Channel, Effect, Endpoint
from kis_desktop.domain.api_page import ApiPage
from kis_desktop.domain.connection import ClockReading
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.instrument import Instrument
from kis_desktop.services.api_explorer import ExplorerWorld, is_own
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels.api_explorer_answer import MAX_PAGES, MAX_ROWS, Answer
from kis_desktop.viewmodels.api_explorer_entries import ApiEntries
from kis_desktop.viewmodels.api_explorer_form import CHANNEL_KEY, Form
from kis_desktop.viewmodels.api_explorer_links import Explored, price_of
from kis_desktop.viewmodels.api_explorer_live import ApiLive
from kis_desktop.viewmodels.api_explorer_python import script
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.format import EXCHANGE_ZONE
from kis_desktop.viewmodels.words import Words

KEPT_CALLS = 30
"""calls that can be looked at again"""
KEPT_ROWS = 60_000
"""rows of all calls together; beyond them the oldest calls are forgotten"""

Monotonic = Callable[[], float]


class Asking(enum.Enum):
    """Where a question stands."""

    NOTHING = "nothing"  # not asked yet
    LOADING = "loading"
    ANSWERED = "answered"  # also where the server refused
    FAILED = "failed"  # no answer came
    CANCELLED = "cancelled"


class Barred(enum.Enum):
    """Why an endpoint is not asked from here."""

    ORDER = "order"
    OWN = "own"
    NOT_SERVED = "not_served"


@dataclass(frozen=True, slots=True)
class Call:
    """A question that was asked before, with its answer."""

    id: str
    key: str
    answer: Answer


class ApiExplorer(QObject):
    """One explorer. `entry_changed` when another entry was opened, `asked` whenever the question
    moved on, `directory_changed` when the list came or failed.
    """

    directory_changed = Signal()
    entry_changed = Signal()
    asked = Signal()
    called = Signal()
    told = Signal(str)

    def __init__(
        self,
        context: ViewContext,
        parent: QObject | None = None,
        monotonic: Monotonic = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._monotonic = monotonic
        self.words = Words(context.language)
        self.entries = ApiEntries(context.preferences, self.words, self)
        self.live = ApiLive(context, self, monotonic)
        self.key = ""
        self.line: Line | None = None
        self.entry: Endpoint | Channel | None = None
        self.form: Form | None = None
        self.answer: Answer | None = None
        self.state = Asking.NOTHING
        self.failure = ""
        self.directory_failure = ""
        self.calls: deque[Call] = deque(maxlen=KEPT_CALLS)
        self._world: ExplorerWorld | None = None
        self._clock: ClockReading | None = None
        self._forms: dict[str, Form] = {}
        self._task: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self._count = 0
        self._awaited: Explored | None = None
        context.clock.frame.connect(self._take)
        self.destroyed.connect(partial(_end, self._tasks))
        context.link.symbol_changed.connect(self._follow)
        context.link.explored.connect(self._explore)

    @property
    def is_busy(self) -> bool:
        """Whether an answer is awaited."""
        return self.state is Asking.LOADING

    @property
    def is_loaded(self) -> bool:
        """Whether the list of endpoints is there."""
        return len(self.entries) > 0

    @property
    def simulated(self) -> bool:
        """Whether what is shown was made up by a simulator."""
        return self._context.environment.value == "simulated"

    def load(self) -> None:
        """Read the list of endpoints; later calls ask again only where that failed."""
        if not self.is_loaded:
            self.directory_failure = ""
            self._run(self._load())

    def open(self, key: str) -> bool:
        """Show an endpoint or channel; false where there is no such one."""
        line = self.entries.line(key)
        if line is None:
            return False
        self.cancel()
        self.key = key
        self.line = line
        self.entry = loader.channel(line.id) if line.is_channel else loader.endpoint(line.id)
        form = self._forms.get(key)
        if form is None:
            form = self._forms[key] = Form(
                self.entry, self.words, self._context.link.symbol, self._today(), self
            )
        self.form = form
        self.answer = next((call.answer for call in self.calls if call.key == key), None)
        self.state = Asking.NOTHING if self.answer is None else Asking.ANSWERED
        self.failure = ""
        self.entries.used(key)
        self.entry_changed.emit()
        self.asked.emit()
        return True

    def explore(self, wanted: Explored) -> None:
        """Show an endpoint with its fields filled in; once the list is there."""
        self._awaited = wanted
        if not self.is_loaded:
            self.load()
            return
        self._awaited = None
        if self.open(wanted.endpoint_id) and self.form is not None:
            upper = {name.upper(): text for name, text in wanted.values.items()}
            names = {field.name: upper[field.name.upper()] for field in self.form.fields
                     if field.name.upper() in upper}  # fmt: skip
            self.form.fill(names)

    def barred(self) -> Barred | None:
        """Why what is open is not asked from here; None where it may be."""
        line = self.line
        if line is None:
            return None
        if is_own(line.id):
            return Barred.OWN
        if line.effect is Effect.ORDER:
            return Barred.ORDER
        return None if self.entries.is_served(line) else Barred.NOT_SERVED

    def can_send(self) -> bool:
        """Whether the question may be asked now."""
        return (
            self.form is not None
            and not self.is_busy
            and self.barred() is None
            and not self.form.problems()
        )

    def send(self) -> None:
        """Ask for the first page, or begin to listen."""
        if not self.can_send() or self.line is None or self.form is None:
            return
        if self.line.is_channel:
            self.live.begin(self.line.id, self.form.values().get(CHANNEL_KEY, ""))
            return
        assert isinstance(self.entry, Endpoint)
        values = tuple(self.form.values().items())
        self._begin(self._ask(Answer(self.entry, self.form.choice(), values, (), self._now())))

    def next_page(self) -> None:
        """Ask for the page behind the last one."""
        if self.answer is not None and self.answer.more and not self.is_busy:
            self._begin(self._ask(self.answer))

    def all_pages(self) -> None:
        """Ask for page after page, up to a bound; can be cancelled at any time."""
        if self.answer is not None and self.answer.more and not self.is_busy:
            self._begin(self._ask_all(self.answer))

    def cancel(self) -> None:
        """Wait no longer; pages that have come stay."""
        if self._task is not None and not self._task.done():
            self._task.cancel()
        self._task = None
        if self.is_busy:
            self._stand(Asking.CANCELLED if self.answer is None else Asking.ANSWERED)

    def reopen(self, call_id: str) -> None:
        """Show an answer that came before, with what was asked."""
        call = next((one for one in self.calls if one.id == call_id), None)
        if call is None or not self.open(call.key) or self.form is None:
            return
        self.form.fill(dict(call.answer.values))
        self.answer = call.answer
        self._stand(Asking.ANSWERED)

    def python(self) -> str:
        """The question as a script; empty where there is none to be made."""
        if not isinstance(self.entry, Endpoint) or self.form is None or self._world is None:
            return ""
        if self.barred() is not None:
            return ""
        table = self.entry.tr_paper if self._world.is_paper else self.entry.tr_real
        return script(
            self.entry,
            table.get(self.form.choice(), ""),
            self._world.rest_url,
            self.form.values(),
            is_paper=self._world.is_paper,
        )

    def save(self, path: Path, content: bytes) -> None:
        """Write a file that the trader has named; how it went is `told`."""
        self._run(self._save(path, content))

    def close(self) -> None:
        """Ask and listen no longer."""
        self.cancel()
        self.live.end_all()

    async def _load(self) -> None:
        explorer = self._context.services.api_explorer
        try:
            world = await self._context.commands.run(explorer.world)
            lines = await self._context.commands.run(explorer.directory)
        except KisDesktopError as error:
            self.directory_failure = self.words.sentence(error.message)
        else:
            self._world = world
            self.entries.replace(lines, is_paper=world.is_paper)
        self.directory_changed.emit()
        if self._awaited is not None and self.is_loaded:
            self.explore(self._awaited)

    async def _ask(self, before: Answer) -> None:
        page = await self._page(before)
        if page is not None:
            self._took(before.followed_by(page))

    async def _ask_all(self, before: Answer) -> None:
        answer = before
        while answer.more and len(answer.pages) < MAX_PAGES and answer.row_count < MAX_ROWS:
            page = await self._page(answer)
            if page is None:
                return
            answer = answer.followed_by(page)
            self.answer = answer
            self.asked.emit()
        self._took(answer)
        if answer.more:
            self.told.emit(self.words("explorer.bounded", pages=len(answer.pages)))

    async def _page(self, before: Answer) -> ApiPage | None:
        explorer = self._context.services.api_explorer
        position = before.last.position if before.pages else None
        fields = dict(before.values)
        try:
            return await self._context.commands.run(
                explorer.ask, before.endpoint.id, fields, before.choice, position
            )
        except KisDesktopError as error:
            self.failure = self.words.sentence(error.message)
            self.answer = before if before.pages else None
            self._stand(Asking.FAILED)
            return None

    async def _save(self, path: Path, content: bytes) -> None:
        explorer = self._context.services.api_explorer
        try:
            await self._context.commands.run(explorer.save, path, content)
        except KisDesktopError as error:
            self.told.emit(self.words.sentence(error.message))
        else:
            self.told.emit(self.words("explorer.saved", file=path.name))

    def _took(self, answer: Answer) -> None:
        self._count += 1
        self.answer = answer
        self.calls.appendleft(Call(str(self._count), answer.endpoint.id, answer))
        self._forget_oldest()
        self._stand(Asking.ANSWERED)
        self.called.emit()

    def _forget_oldest(self) -> None:
        rows = sum(call.answer.row_count for call in self.calls)
        while rows > KEPT_ROWS and len(self.calls) > 1:
            rows -= self.calls.pop().answer.row_count

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        self.failure = ""
        self._task = self._run(work)
        self._stand(Asking.LOADING)

    def _stand(self, state: Asking) -> None:
        self.state = state
        self.asked.emit()

    def _run(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _take(self, frame: Frame) -> None:
        told = frame.latest.get((Topic.CLOCK, ""))
        if isinstance(told, ClockReading):
            self._clock = told
            today = self._today()
            if self.form is not None and today is not None:
                self.form.set_today(today)

    def _explore(self, instrument: Instrument) -> None:
        wanted = price_of(instrument)
        if wanted is not None:
            self.explore(wanted)

    def _follow(self, symbol: str) -> None:
        for form in self._forms.values():
            form.follow(symbol)

    def _now(self) -> datetime | None:
        known = self._clock is not None and self._clock.synchronised
        return self._clock.at(self._monotonic()) if known and self._clock is not None else None

    def _today(self) -> date | None:
        now = self._now()
        return None if now is None else now.astimezone(EXCHANGE_ZONE).date()


def _end(tasks: set[asyncio.Task[Any]], _gone: object = None) -> None:
    """Nobody is left to be told."""
    for task in list(tasks):
        task.cancel()
