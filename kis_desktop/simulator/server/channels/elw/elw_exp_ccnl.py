"""ELW 실시간예상체결 H0EWANC0, 실시간-063: what an auction would trade at.

No auction is held for warrants here: while they trade, the middle of the day tells the last price
with what waits, so that the channel speaks whenever one does.
"""

from kis_desktop.simulator.server.channels.streamed import Streamed
from kis_desktop.simulator.server.elw_records import indication_records, known

CHANNEL = Streamed("elw/elw_exp_ccnl", known, indication_records)
