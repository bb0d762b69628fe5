"""Foreign stock exchanges: the United States, Hong Kong, China, Japan, Vietnam."""

from datetime import datetime

from kis_desktop.simulator.dealing import DealEvent
from kis_desktop.simulator.surroundings import Surroundings


class OverseasStocks:
    """Everything that its endpoints and channels show; made when first asked for."""

    def __init__(self, around: Surroundings) -> None:
        self.around = around

    def advance(self, now: datetime) -> tuple[DealEvent, ...]:
        """Lives through the open orders up to now, and tells what happened to them."""
        del now
        return ()
