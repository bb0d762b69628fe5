"""A chart on paper: its picture as large as the page allows, below a line that says what it is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QPageLayout, QPainter, QPixmap
from PySide6.QtPrintSupport import QPrinter

_HEAD = 0.045  # of the page's height
_TEXT = 0.42  # of the head's height


def landscape_printer() -> QPrinter:
    """The usual printer, the page on its side."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    return printer


def print_picture(printer: QPrinter, picture: QPixmap, title: str) -> bool:
    """Print a picture under its title; whether the printer took it."""
    painter = QPainter()
    if not painter.begin(printer):
        return False
    page = QRectF(0, 0, printer.width(), printer.height())
    head = QRectF(0, 0, page.width(), page.height() * _HEAD)
    font = painter.font()
    font.setPixelSize(max(int(head.height() * _TEXT), 1))
    painter.setFont(font)
    painter.drawText(head, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), title)
    room = page.adjusted(0, head.height(), 0, 0)
    size = QSizeF(picture.size()).scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
    painter.drawPixmap(QRectF(room.topLeft(), size), picture, QRectF(picture.rect()))
    return painter.end()
