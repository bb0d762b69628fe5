"""ELW 실시간예상체결 H0EWANC0, 실시간-063: what an auction would trade at.

Before the open it is the price that the day opens at, in the closing auction the last one; under a
clock whose sessions are all open it speaks all the time.
"""

from kis_desktop.simulator.server.channels.streamed import Streamed
from kis_desktop.simulator.server.elw_records import indication_records, known

CHANNEL = Streamed("elw/elw_exp_ccnl", known, indication_records)
