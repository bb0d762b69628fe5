"""The line over an answer: done or refused, how long it took, and the way to further pages."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import STEP, FontKind
from kis_desktop.ui.ticket.lines import Line
from kis_desktop.viewmodels.api_explorer import ApiExplorer, Asking
from kis_desktop.viewmodels.api_explorer_answer import MAX_PAGES, timing, verdict
from kis_desktop.viewmodels.roles import Tone


class StatusRow(QWidget):
    """Twin of the answer's state."""

    def __init__(self, model: ApiExplorer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        words = model.words
        self.chip = QLabel(self)
        self.chip.setObjectName("explorerChip")
        self.chip.setProperty("chip", True)
        self.chip.setFont(Theme.current().font(FontKind.STRONG))
        self.verdict = QLabel(self)
        self.verdict.setObjectName("explorerVerdict")
        self.verdict.setWordWrap(True)
        self.verdict.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.simulated = QLabel(words("explorer.simulated"), self)
        self.simulated.setObjectName("explorerSimulated")
        self.simulated.setProperty("chip", True)
        self.simulated.setFont(Theme.current().font(FontKind.TINY))
        self.simulated.setVisible(model.simulated)
        self.timing = Line("explorerTiming", tone=Tone.FAINT, parent=self)
        self.next_page = self._tool("explorerNext", "explorer.next_page")
        self.all_pages = self._tool("explorerAll", "explorer.all_pages")
        self.all_pages.setToolTip(words("explorer.all_pages_tip", pages=MAX_PAGES))
        self.cancel = self._tool("explorerCancelPages", "explorer.cancel")
        self.retry = self._tool("explorerRetry", "explorer.retry")
        self.next_page.clicked.connect(model.next_page)
        self.all_pages.clicked.connect(model.all_pages)
        self.cancel.clicked.connect(model.cancel)
        self.retry.clicked.connect(model.send)
        self._lay_out()

    def show_state(self) -> None:
        """Follow the question."""
        model, words = self._model, self._model.words
        answer, state = model.answer, model.state
        asked = state is not Asking.NOTHING
        self.setVisible(asked)
        if not asked:
            return
        self._show_verdict()
        parts = []
        if answer is not None:
            page = answer.last
            pages = words("explorer.pages", pages=len(answer.pages), rows=answer.row_count)
            ended = answer.endpoint.paging is not None and page.ok and not answer.more
            last = words("explorer.last_page") if ended else ""
            new = len({name for each in answer.pages for name in each.unknown})
            unknown = words("explorer.new_fields", n=new) if new else ""
            counted = [pages, last, unknown] if page.ok else []
            parts = [*counted, timing(page, words), page.tr_id]
        self.timing.say(" · ".join(part for part in parts if part))
        more = answer is not None and answer.more and not model.is_busy
        self.next_page.setVisible(more)
        self.all_pages.setVisible(more)
        self.cancel.setVisible(model.is_busy)
        self.retry.setVisible(state in {Asking.FAILED, Asking.CANCELLED})

    def _show_verdict(self) -> None:
        model, words = self._model, self._model.words
        answer = model.answer
        chip, text, tone = "", "", Tone.DIM
        match model.state:
            case Asking.LOADING:
                text = words("explorer.loading")
            case Asking.CANCELLED:
                text = words("explorer.cancelled")
            case Asking.FAILED:
                chip, text = words("explorer.failed_chip"), model.failure
                tone = Tone.UNCERTAIN
            case _ if answer is not None:
                ok = answer.last.ok
                chip = words("explorer.ok_chip" if ok else "explorer.refused_chip")
                text = verdict(answer.last, words, simulated=model.simulated)
                tone = Tone.DIM if ok else Tone.UNCERTAIN
        self.chip.setText(chip)
        self.chip.setVisible(bool(chip))
        set_tone(self.chip, tone if tone is Tone.UNCERTAIN else Tone.TEXT)
        self.verdict.setText(text)
        set_tone(self.verdict, tone)

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(2 * STEP)
        first.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignTop)
        first.addWidget(self.verdict, 1)
        first.addWidget(self.simulated, 0, Qt.AlignmentFlag.AlignTop)
        second = QHBoxLayout()
        second.setSpacing(STEP)
        second.addWidget(self.timing, 1)
        for button in (self.next_page, self.all_pages, self.cancel, self.retry):
            second.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * STEP, STEP, 2 * STEP, 0)
        column.setSpacing(2)
        column.addLayout(first)
        column.addLayout(second)

    def _tool(self, name: str, text: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setText(self._model.words(text))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button
