"""The line under the top bar while an order has had no answer."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kis_desktop.ui.dialogs.doubt_choice import DoubtDialog
from kis_desktop.ui.shell.strip import Strip
from kis_desktop.ui.theme.tokens import FontKind
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.doubts import DoubtChoice, Doubts
from kis_desktop.viewmodels.words import Words


class DoubtStrip(Strip):
    """Hidden while every order has had its answer."""

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__("doubtStrip", FontKind.STRONG, parent)
        self._context = context
        self.doubts = Doubts(context, self)
        self.choose = self.add_button("chooseDoubt", Words(context.language)("doubt.choose"))
        self.choose.clicked.connect(self.ask)
        self.doubts.changed.connect(self._show)
        self._show()

    def ask(self) -> None:
        """Show the orders that the first one in doubt could be."""
        if self.doubts.choices:
            choice = DoubtChoice(self.doubts, self.doubts.choices[0], self._context)
            DoubtDialog(choice, self._context, self.window()).open()

    def _show(self) -> None:
        told = self.doubts.sentence
        self.say(told)
        self.choose.setVisible(bool(self.doubts.choices))
        self.setVisible(bool(told))
