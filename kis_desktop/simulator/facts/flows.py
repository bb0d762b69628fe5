"""Who traded: investors, programs, brokers, short sales, loans; sums agree with the tape."""

from kis_desktop.simulator.surroundings import Surroundings


class Flows:
    """Made when first asked for; keeps nothing but what it has already reckoned."""

    def __init__(self, around: Surroundings) -> None:
        self.around = around
