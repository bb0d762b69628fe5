"""The line under the top bar while the kill switch holds: what became of every working order."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kis_desktop.ui.dialogs.kill_details import KillDetails
from kis_desktop.ui.dialogs.kill_release import KillRelease
from kis_desktop.ui.shell.strip import Strip
from kis_desktop.ui.theme.tokens import FontKind
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.kill_switch import KillSwitch
from kis_desktop.viewmodels.words import Words


class KillStrip(Strip):
    """Hidden while orders are let through."""

    def __init__(
        self, switch: KillSwitch, context: ViewContext, parent: QWidget | None = None
    ) -> None:
        super().__init__("killStrip", FontKind.STRONG, parent)
        self._switch = switch
        self._context = context
        self._words = Words(context.language)
        self.details = self.add_button("killDetails", self._words("kill.details"))
        self.again = self.add_button("killAgain", self._words("kill.again"))
        self.release = self.add_button("killRelease", self._words("kill.release"))
        self.details.clicked.connect(self.show_details)
        self.again.clicked.connect(switch.pull)
        self.release.clicked.connect(self.ask_for_release)
        switch.changed.connect(self._show)
        self._show()

    def show_details(self) -> None:
        """Show every order and what became of it."""
        KillDetails(self._switch, self._context, self.window()).open()

    def ask_for_release(self) -> None:
        """Orders are let through again only with a reason."""
        question = KillRelease(self._words, self.window())
        question.released.connect(self._switch.release)
        question.open()

    def _show(self) -> None:
        switch = self._switch
        self.say(switch.failure or switch.summary)
        report = switch.report
        self.details.setVisible(report is not None and bool(report.lines))
        self.again.setVisible(switch.halted)
        self.again.setEnabled(not switch.asked)
        self.release.setEnabled(not switch.asked)
        self.setVisible(switch.halted)
