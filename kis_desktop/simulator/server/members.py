"""Which instruments a request about a part of the market means, told by the code of an index."""

from kis_desktop.simulator.index_list import INDICES, members
from kis_desktop.simulator.server.call import Call, CallRefused
from kis_desktop.simulator.server.index_rows import ALL, index_code
from kis_desktop.simulator.server.replies import invalid_input
from kis_desktop.simulator.universe import Listing


def asked_members(call: Call, name: str = "FID_INPUT_ISCD") -> tuple[Listing, ...]:
    """Everything for 0000 or nothing, else the shares of an index; raises CallRefused."""
    code = index_code(call.text(name)) or ALL
    listings = call.market.universe.listings
    if code == ALL:
        return listings
    definition = next((one for one in INDICES if one.code == code), None)
    if definition is None:
        raise CallRefused(invalid_input(name))
    return members(definition, listings)
