"""The bar below a chart that plays a past day: transport, paper orders, account and result.

It stands in the replay's colour and says on every row that nothing here is of a market.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QDate, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLayout,
    QSizePolicy,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from kis_desktop.ui.chart.replay_figures import ReplayFigures, account_figures, result_figures
from kis_desktop.ui.chart.replay_ticket import ReplayTicket
from kis_desktop.ui.chart.transport_button import Sign, TransportButton
from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import STEP, FontKind, Token
from kis_desktop.ui.ticket.lines import Line
from kis_desktop.viewmodels.chart_replay import SPEEDS, ReplayModel, ReplayState
from kis_desktop.viewmodels.replay_csv import replay_csv
from kis_desktop.viewmodels.roles import Tone

_LEAST_WIDTH = 200
_LEAST_SLIDER, _DATE_WIDTH = 120, 116
_FLAT = "QDateEdit::drop-down { border: none; width: 14px; }"
_STANDS = {ReplayState.ON, ReplayState.ASKING}
_PICKS = {ReplayState.PICKING, ReplayState.ON}
_ENDS = {*_STANDS, ReplayState.PICKING, ReplayState.LOADING}


class ReplayBar(QWidget):
    """Twin of `viewmodels/chart_replay.py`; hidden while no replay runs."""

    def __init__(self, model: ReplayModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self._words = model.words
        self.setObjectName("chart-replay-bar")
        self.setAccessibleName(self._words("chart_replay.bar"))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.ticket = ReplayTicket(model)
        self.ticket.kind.currentIndexChanged.connect(self._fit)
        self.figures = ReplayFigures("replay-account", self._words)
        self.outcome = ReplayFigures("replay-result", self._words)
        self.line = Line("replay-line", FontKind.BASE, Tone.UNCERTAIN)
        self._make_transport()
        self._make_choice()
        self._make_answers()
        self._lay_out()
        self._connect()
        Theme.current().changed.connect(self.update)
        self._show()

    def save(self, path: Path) -> None:
        """Write the paper fills, and say so."""
        model = self.model
        if model.account is None:
            return
        try:
            path.write_bytes(replay_csv(model.account, model.symbol, model.name, self._words))
        except OSError as error:
            reason = error.strerror or type(error).__name__
            self.line.say(self._words("chart_replay.not_saved", reason=reason))
        else:
            self.line.say(self._words("chart_replay.saved", name=path.name))
        self.line.show()

    def sizeHint(self) -> QSize:
        return QSize(_LEAST_WIDTH, self._column.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), Theme.current()
        painter.fillRect(self.rect(), theme.color(Token.PANEL))
        painter.fillRect(QRectF(0, 0, self.width(), 2), theme.color(Token.REPLAY))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _make_transport(self) -> None:
        words = self._words

        def button(name: str, sign: Sign) -> TransportButton:
            return TransportButton(f"replay-{name}", sign, words(f"chart_replay.{name}"), self)

        self.back = button("back", Sign.BACK)
        self.play = button("play", Sign.PLAY)
        self.fine = button("step_fine", Sign.FINE)
        self.step = button("step", Sign.STEP)
        self.next_day = button("next_day", Sign.DAY)
        self.newest = button("newest", Sign.NEWEST)
        self.speed = QComboBox(self)
        self.speed.setObjectName("replay-speed")
        self.speed.setAccessibleName(words("chart_replay.speed"))
        self.speed.setToolTip(words("chart_replay.speed_hint"))
        for speed in SPEEDS:
            text = words("chart_replay.speed_times", n=speed) if speed else ""
            self.speed.addItem(text or words("chart_replay.speed_max"), speed)
        self.speed.setCurrentIndex(SPEEDS.index(self.model.speed))
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setObjectName("replay-slider")
        self.slider.setAccessibleName(words("chart_replay.slider"))
        self.slider.setMinimumWidth(_LEAST_SLIDER)
        self.moment = self._label("replay-moment", FontKind.STRONG, Tone.TEXT)
        self.badge = _Badge(words("chart_replay.badge"), self)

    def _make_choice(self) -> None:
        self.date = QDateEdit(self)
        self.date.setObjectName("replay-date")
        self.date.setDisplayFormat("yyyy/MM/dd")
        self.date.setCalendarPopup(True)
        self.date.setFixedWidth(_DATE_WIDTH)
        self.date.setStyleSheet(_FLAT)
        self.date.setAccessibleName(self._words("chart_replay.date"))
        self.go = self._tool("go")
        self.random = self._tool("random")
        self.end = self._tool("end")

    def _make_answers(self) -> None:
        self.yes, self.no = self._tool("end_yes"), self._tool("end_no")
        self.save_button, self.close_button = self._tool("save"), self._tool("close")

    def _lay_out(self) -> None:
        self._transport = self._row(
            self.badge, self.back, self.play, self.fine, self.step, self.next_day, self.newest,
            self.speed, self.slider, self.moment, self.date, self.go, self.random, None, self.end,
        )  # fmt: skip
        self._trades = tuple(self._row(None) for _ in range(3))
        self._tell = self._row(
            self.outcome, self.line, self.yes, self.no, self.save_button, self.close_button
        )
        self._column = QVBoxLayout(self)
        self._column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._column.setContentsMargins(2 * STEP, STEP + 2, 2 * STEP, STEP)
        self._column.setSpacing(STEP)
        for row in (self._transport, *self._trades, self._tell):
            self._column.addWidget(row)

    def _connect(self) -> None:
        model = self.model
        for button, call in (
            (self.back, model.back),
            (self.play, model.toggle),
            (self.fine, model.step_fine),
            (self.step, model.step),
            (self.next_day, model.next_day),
            (self.newest, model.to_newest),
            (self.go, self._go),
            (self.random, model.start_random),
            (self.end, model.ask_end),
            (self.yes, model.end),
            (self.no, model.go_on),
            (self.save_button, self._ask_file),
            (self.close_button, model.close),
        ):
            button.clicked.connect(lambda _=False, wanted=call: wanted())
        self.speed.activated.connect(lambda place: model.set_speed(SPEEDS[place]))
        self.slider.valueChanged.connect(model.seek)
        model.changed.connect(self._show)
        model.account_changed.connect(self._show_account)

    def _show(self) -> None:
        """Rows and buttons that fit the state; nothing moves while it plays."""
        state = self.model.state
        stands = state in _STANDS
        self._transport.setVisible(state in _ENDS)
        for widget in self._transport_only():
            widget.setVisible(stands)
        for widget in (self.yes, self.no):
            widget.setVisible(state is ReplayState.ASKING)
        for widget in (self.save_button, self.close_button, self.outcome):
            widget.setVisible(state is ReplayState.OVER)
        self.date.setEnabled(state in _PICKS)
        self.end.setText(self._words("chart_replay.end" if stands else "chart_replay.cancel"))
        self._show_line()
        if stands:
            self._show_transport()
        elif state is ReplayState.PICKING:
            self._show_dates()
        if state is ReplayState.LOADING:
            self.ticket.forget_prices()
        self.setVisible(state is not ReplayState.OFF)
        self._fit()

    def _show_line(self) -> None:
        model, state, words = self.model, self.model.state, self._words
        account = model.account
        text, tone = model.told, Tone.UNCERTAIN
        if state is ReplayState.ASKING and account is not None:
            text = words("chart_replay.ask_end", quantity=account.quantity, n=len(account.orders))
        elif state is ReplayState.LOADING:
            text, tone = words("chart_replay.loading"), Tone.DIM
        elif state is ReplayState.PICKING and not text:
            text, tone = words("chart_replay.pick"), Tone.TEXT
        elif state is ReplayState.OVER:
            text = ""
            if account is not None:
                self.outcome.show_figures(result_figures(account, words))
        elif state is ReplayState.ON and not text and model.at_end:
            text, tone = words("chart_replay.at_end"), Tone.DIM
        self.line.say(text, tone)
        self._tell.setVisible(bool(text) or state is ReplayState.OVER)

    def _show_transport(self) -> None:
        model, words = self.model, self._words
        on = model.state is ReplayState.ON
        sign = Sign.PAUSE if model.playing else Sign.PLAY
        self.play.say(sign, words(f"chart_replay.{sign.value}"))
        for button in (self.play, self.step, self.next_day, self.newest):
            button.setEnabled(on and not model.at_end)
        self.fine.setEnabled(on and not model.at_end and model.has_minutes)
        self.fine.setToolTip(
            words(f"chart_replay.{'step_fine' if model.has_minutes else 'no_fine'}")
        )
        self.back.setEnabled(on and model.cursor > 1)
        for widget in (self.ticket, self.ticket.buttons):
            widget.setEnabled(on)
        self.moment.setText(model.moment_text)
        self.slider.blockSignals(True)
        self.slider.setRange(*model.span)
        self.slider.setValue(model.cursor)
        self.slider.blockSignals(False)
        self.slider.setEnabled(on)
        if model.day is not None and not self.date.hasFocus():
            self.date.setDate(QDate(model.day.year, model.day.month, model.day.day))

    def _show_dates(self) -> None:
        """The days that are here, the newest one chosen."""
        newest = self.model.newest_day
        if newest is not None and not self.date.hasFocus():
            self.date.setDate(QDate(newest.year, newest.month, newest.day))

    def _show_account(self) -> None:
        account = self.model.account
        if account is not None:
            self.figures.show_figures(account_figures(account, self._words))
            self.ticket.show_account()
            self._fit()

    def _fit(self) -> None:
        """What can be done elsewhere gives way where there is no room for it."""
        stands = self.model.state in _STANDS
        picks = self.model.state is ReplayState.PICKING
        giving = (self.random, self.newest, self.go, self.date, self.fine, self.next_day)
        for widget in giving:
            widget.setVisible(stands or (picks and widget in (self.random, self.go, self.date)))
        room = self.width() - 4 * STEP
        for widget in giving:
            if self._transport.sizeHint().width() <= room:
                break
            widget.hide()
        self._wrap(room, stands=stands)

    def _wrap(self, room: int, *, stands: bool) -> None:
        """Ticket, buttons and account stand in one row while there is room, else in more."""
        place, left = 0, room
        for widget in (self.ticket, self.ticket.buttons, self.figures):
            needed = widget.sizeHint().width() + 3 * STEP
            if needed > left and left < room:
                place, left = place + 1, room
            left -= needed
            home = self._trades[place]
            if widget.parentWidget() is not home:
                layout = home.layout()
                assert isinstance(layout, QHBoxLayout)
                layout.insertWidget(layout.count() - 1, widget)
                widget.show()
        for number, row in enumerate(self._trades):
            row.setVisible(stands and number <= place)
        self.updateGeometry()

    def _transport_only(self) -> tuple[QWidget, ...]:
        return (
            self.badge, self.back, self.play, self.fine, self.step, self.next_day, self.newest,
            self.speed, self.slider, self.moment,
        )  # fmt: skip

    def _go(self) -> None:
        chosen = self.date.date()
        self.model.start_on(date(chosen.year(), chosen.month(), chosen.day()))

    def _ask_file(self) -> None:
        """Ask where the fills are to be written."""
        words, model = self._words, self.model
        name = f"{words('chart_replay.csv.file')}_{model.symbol}_{model.day:%Y%m%d}.csv"
        dialog = QFileDialog(self, words("chart_replay.save"), name, words("chart_replay.filter"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(lambda path: self.save(Path(path)))
        dialog.open()

    def _row(self, *widgets: QWidget | None) -> QWidget:
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(STEP)
        for widget in widgets:
            if widget is None:
                row.addStretch(1)
            else:
                row.addWidget(widget, 1000 if widget in (self.slider, self.line) else 0)
        return holder

    def _tool(self, id_: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"replay-{id_.replace('_', '-')}")
        button.setText(self._words(f"chart_replay.{id_}"))
        return button

    def _label(self, name: str, font: FontKind, tone: Tone) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setFont(Theme.current().font(font))
        set_tone(label, tone)
        return label


class _Badge(QWidget):
    """What this is, filled in the replay's colour."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("replay-badge")
        self.setAccessibleName(text)
        self._text = text

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._text) + 4 * STEP, metrics.height() + STEP)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), Theme.current()
        height = float(self.sizeHint().height())
        box = QRectF(0, (self.height() - height) / 2, self.width(), height)
        painter.fillRect(box, theme.color(Token.REPLAY))
        painter.setFont(theme.font(FontKind.STRONG))
        painter.setPen(theme.color(Token.PANEL))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), self._text)
        painter.end()
