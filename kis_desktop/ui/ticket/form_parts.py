"""Small parts that the ticket's forms are put together from."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import STEP, FontKind
from kis_desktop.ui.ticket.lines import Sentence
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words


def labelled(
    text: str, parent: QWidget, tone: Tone = Tone.DIM, font: FontKind = FontKind.BASE
) -> QLabel:
    """A quiet label before a field."""
    label = QLabel(text, parent)
    label.setFont(Theme.current().font(font))
    set_tone(label, tone)
    return label


def in_a_row(parent: QWidget, *widgets: QWidget | None) -> QWidget:
    """Widgets beside each other; None takes what room is left, and so does a sentence."""
    holder = QWidget(parent)
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(STEP)
    for place, widget in enumerate(widgets):
        if widget is None:
            row.addStretch(1)
        else:
            grows = isinstance(widget, Sentence) or (place == 0 and None not in widgets)
            row.addWidget(widget, int(grows))
    return holder


def evenly(parent: QWidget, *widgets: QWidget) -> QWidget:
    """Widgets beside each other, all of one width."""
    holder = in_a_row(parent, *widgets)
    row = cast("QHBoxLayout", holder.layout())
    for place in range(len(widgets)):
        row.setStretch(place, 1)
    return holder


def offer_button(words: Words, parent: QWidget) -> QPushButton:
    """Takes the nearest price that can be sent."""
    button = QPushButton(parent)
    button.setObjectName("takeOffer")
    button.setAutoDefault(False)
    button.setToolTip(words("ticket.offer_hint"))
    button.setAccessibleDescription(words("ticket.offer_hint"))
    button.hide()
    return button


def scrolled(rows: QGridLayout) -> QScrollArea:
    """In a low window the fields scroll; the money button stays in sight."""
    fields = QWidget()
    column = QVBoxLayout(fields)
    column.setContentsMargins(0, 0, 0, 0)
    column.addLayout(rows)
    column.addStretch(1)
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(fields)
    return area
