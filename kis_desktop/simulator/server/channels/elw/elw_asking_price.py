"""ELW 실시간호가 H0EWASP0, 실시간-062: ten levels, and what of them is the provider's."""

from kis_desktop.simulator.server.channels.streamed import Streamed
from kis_desktop.simulator.server.elw_records import book_records, known

CHANNEL = Streamed("elw/elw_asking_price", known, book_records)
