"""Statements, dividends, corporate actions and opinions that agree with the prices."""

from kis_desktop.simulator.surroundings import Surroundings


class Companies:
    """Made when first asked for; keeps nothing but what it has already reckoned."""

    def __init__(self, around: Surroundings) -> None:
        self.around = around
