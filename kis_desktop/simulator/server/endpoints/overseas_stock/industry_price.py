"""해외주식 업종별코드조회, 해외주식-049: the sectors that an exchange has shares of."""

from kis_desktop.simulator.markets.overseas_stock.sectors import SECTORS
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.foreign_rows import of_exchange
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("overseas_stock/industry_price")


def _answer(call: Call) -> Reply:
    there = {asked.share.sector for asked in of_exchange(call)}
    rows = [{"icod": code, "name": name} for code, name in SECTORS.items() if code in there]
    return _LAYOUT.done({"output1": {"nrec": len(rows)}, "output2": rows})


ENDPOINT = served(
    "overseas_stock/industry_price", _answer, example={"EXCD": "NAS"}, other={"EXCD": "HNX"}
)
