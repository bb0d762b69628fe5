"""Under a clock that is `open` every channel speaks: where nothing happens, how things stand."""

from collections.abc import Callable, Iterator

from kis_desktop.catalogue.calendar import previous_trading_day
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.channels import trades
from kis_desktop.simulator.server.channels.trades import DayFigures, trade_record
from kis_desktop.simulator.server.pictures import BOARDS, Pictures
from kis_desktop.simulator.server.registrations import Registration
from kis_desktop.simulator.server.settings import Widths

_PATIENCE = 1.0
"""seconds that a registration may be silent before it is told how things stand"""


class Greetings:
    """Registrations of Korean shares that have not spoken yet."""

    def __init__(self, market: Market, pictures: Pictures, monotonic: Callable[[], float]) -> None:
        self._market = market
        self._pictures = pictures
        self._monotonic = monotonic
        self._silent: dict[Registration, float] = {}
        """with the moment when their time is up"""

    def expect(self, registration: Registration) -> None:
        """Somebody listens from now on."""
        served = registration[0] in BOARDS or registration[0] in trades.CHANNELS
        if served and self._market.others.around.open_day is not None:
            self._silent.setdefault(registration, self._monotonic() + _PATIENCE)

    def spoke(self, registration: Registration) -> None:
        """Something was sent, or nobody listens any more."""
        self._silent.pop(registration, None)

    def due(self, widths: Widths) -> Iterator[tuple[Registration, str]]:
        """What has been silent for too long, each once, with its record."""
        if not self._silent:
            return
        now = self._monotonic()
        for registration in [one for one, until in self._silent.items() if until <= now]:
            del self._silent[registration]
            record = self._record(registration, widths)
            if record is not None:
                yield registration, record

    def _record(self, registration: Registration, widths: Widths) -> str | None:
        tr_id, symbol = registration
        board = trades.CHANNELS.get(tr_id)
        if board is None:
            return self._pictures.first(registration, widths.book)
        listing = self._market.listing(symbol)
        if not self._market.is_on(symbol, board):
            return None
        prints = self._market.recent_prints(symbol, 1, board)
        if not prints:
            return None
        day = self._market.snapshot(symbol)
        figures = DayFigures.of(
            day,
            listing.listed_shares,
            halted=listing.halted,
            before=self._market.minute_bars(symbol, previous_trading_day(day.trade_date)),
        )
        return trade_record(prints[0], figures, widths.trade)
