"""Headlines about what happens in the simulated market."""

from kis_desktop.simulator.surroundings import Surroundings


class News:
    """Made when first asked for; keeps nothing but what it has already reckoned."""

    def __init__(self, around: Surroundings) -> None:
        self.around = around
