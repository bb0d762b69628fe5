"""Pages of answers made by hand, for the explorer's tests."""

from __future__ import annotations

import msgspec

from kis_desktop.domain.api_page import ApiBlock, ApiPage

DAILY = "domestic_stock/inquire_daily_itemchartprice"
PRICE = "domestic_stock/inquire_price"


def page(*blocks: ApiBlock, **changes: object) -> ApiPage:
    made = ApiPage(
        endpoint_id=PRICE,
        tr_id="FHKST01010100",
        url="http://127.0.0.1:1/uapi/domestic-stock/v1/quotations/inquire-price",
        sent=(("authorization", "Bearer <ACCESS_TOKEN>"), ("appkey", "<APPKEY>")),
        fields=(("FID_INPUT_ISCD", "005930"),),
        status=200,
        ok=True,
        code="MCA00000",
        text="정상처리 되었습니다.",
        headers=(("tr_cont", ""),),
        body='{"rt_cd":"0","output":{"stck_prpr":"96600"}}',
        blocks=blocks,
        unknown=(),
        seconds=0.0123,
        waited=0.25,
    )
    return msgspec.structs.replace(made, **changes)


def price_page(**changes: object) -> ApiPage:
    """One object, as the current price answers."""
    block = ApiBlock(
        "output",
        ("stck_prpr", "prdy_vrss", "prdy_vrss_sign", "acml_vol", "brand_new"),
        (("96600", "500", "5", "4208112", "?"),),
    )
    return page(block, **changes)


def list_page(first: int, count: int, *, more: bool) -> ApiPage:
    """Rows of a list, numbered from `first`."""
    rows = tuple((str(number), f"-{number}", "005930") for number in range(first, first + count))
    block = ApiBlock("output1", ("ord_qty", "ord_unpr", "pdno"), rows)
    position = (("CTX_AREA_NK100", f"<KEY {first}>"),) if more else None
    return page(block, position=position)
