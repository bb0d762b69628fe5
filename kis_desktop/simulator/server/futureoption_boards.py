"""How the boards of Korean futures and options name products and months."""

from datetime import date

from kis_desktop.simulator.black_scholes import Right
from kis_desktop.simulator.markets.domestic_futureoption.contracts import Contract, last_days
from kis_desktop.simulator.markets.domestic_futureoption.products import Cycle, Product
from kis_desktop.simulator.server.call import Call, CallRefused
from kis_desktop.simulator.server.replies import invalid_input

_KOSPI200 = "01"
_WEEK_DIGITS = 6


def board_product(call: Call, *, futures: bool) -> Product:
    """The product of FID_COND_MRKT_CLS_CODE, the KOSPI200 when it is blank.

    Weekly options have no futures of their own: theirs are those of the KOSPI200. Raises
    CallRefused.
    """
    products = call.market.others.derivatives.products
    asked = call.text("FID_COND_MRKT_CLS_CODE").upper()
    named = (one for one in products.values() if one.board and one.board == asked)
    found = next(named, products.get(_KOSPI200))
    if found is None:
        raise CallRefused(invalid_input("FID_COND_MRKT_CLS_CODE"))
    if futures and not found.future_volume:
        return products[_KOSPI200]
    return found


def board_month(call: Call, product: Product) -> date:
    """The last trading day that FID_MTRT_CNT means; one that is over is the next one."""
    asked = call.text("FID_MTRT_CNT").upper().replace("W", "0")
    today = call.market.others.derivatives.today
    days = last_days(product, product.option_cycle, today, 12)
    return next((day for day in days if month_code(product, day) == asked), days[0])


def month_code(product: Product, last: date) -> str:
    """202612; of a weekly contract year, month and week: 261104. The latter is our own choice."""
    if product.option_cycle is Cycle.WEEKS:
        return month_text(product, last).replace("W", "0")
    return f"{last:%Y%m}"


def month_text(product: Product, last: date) -> str:
    """202612; of a weekly contract 2611W4."""
    return Contract(product, last, Right.CALL, 1).month_name
