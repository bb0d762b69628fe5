"""The answer to an accepted order, amendment or cancellation."""

from kis_desktop.simulator.server.order_texts import FORWARDING, acceptance
from kis_desktop.simulator.server.replies import Reply, done
from kis_desktop.simulator.server.settings import World
from kis_desktop.simulator.server.wire_text import clock
from kis_desktop.simulator.views import OrderRecord


def accepted(record: OrderRecord, world: World) -> Reply:
    """Accepted by the broker, which does not yet say what the exchange did."""
    code, message = acceptance(record, world)
    output = {
        "KRX_FWDG_ORD_ORGNO": FORWARDING[world],
        "ODNO": record.number,
        "ORD_TMD": clock(record.time),
    }
    return done({"output": output}, code=code, message=message, accepted=True)
