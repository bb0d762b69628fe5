"""Where the order journal is to be written."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.words import Words

_FILE = "orders.csv"
_KINDS = "CSV (*.csv);;JSON (*.jsonl)"


def ask_where_to(parent: QWidget, context: ViewContext) -> QFileDialog:
    """Ask for a file and have the journal written there; what came of it stands in the log."""
    dialog = QFileDialog(parent, Words(context.language)("audit.export"), _FILE, _KINDS)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("csv")
    dialog.filterSelected.connect(
        lambda kind: dialog.setDefaultSuffix("csv" if "csv" in kind else "jsonl")
    )
    dialog.fileSelected.connect(
        lambda file: context.commands.start(context.services.audit_export.export, file)
    )
    dialog.open()
    return dialog
