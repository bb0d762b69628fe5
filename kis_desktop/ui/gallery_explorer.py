"""What the explorer shows in pictures: answers made up for the scene."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtWidgets import QWidget

from kis_desktop.domain.api_page import ApiBlock, ApiPage
from kis_desktop.ui import gallery_scene as scene
from kis_desktop.ui.panels.api_explorer import ApiExplorerPanel

HOST = "http://127.0.0.1:8080"
_DAILY = "domestic_stock/inquire_daily_itemchartprice"
_DAYS = 60
_STEP = 700  # KRW from one day to the next


def page(endpoint_id: str, *, long_names: bool = False) -> ApiPage:
    """A page of daily prices, as the server would write them."""
    name = scene.LONG_NAME if long_names else "삼성전자"
    summary = ("hts_kor_isnm", "stck_prpr", "prdy_vrss", "prdy_vrss_sign", "prdy_ctrt", "new_field")
    rows = tuple(_day(number) for number in range(_DAYS))
    columns = ("stck_bsop_date", "stck_clpr", "stck_oprc", "acml_vol", "prdy_vrss_sign")
    return ApiPage(
        endpoint_id=endpoint_id,
        tr_id="FHKST03010100",
        url=f"{HOST}/uapi/domestic-stock/v1/quotations/inquire-daily-itemchartprice",
        sent=(("tr_id", "FHKST03010100"), ("authorization", "Bearer <ACCESS_TOKEN>")),
        fields=(("FID_INPUT_ISCD", scene.SYMBOL),),
        status=200,
        ok=True,
        code="MCA00000",
        text="정상처리 되었습니다.",
        headers=(("tr_cont", "M"),),
        body='{"rt_cd":"0","msg_cd":"MCA00000","output1":{"stck_prpr":"98400"}}',
        blocks=(
            ApiBlock("output1", summary, ((name, "98400", "1300", "2", "1.34", "1"),)),
            ApiBlock("output2", columns, rows),
        ),
        unknown=("new_field",),
        seconds=0.031,
        waited=0.066,
        position=(("tr_cont", "N"),),
    )


def begin(panel: QWidget, *, asks: bool) -> None:
    """Open an endpoint, and ask."""
    if not isinstance(panel, ApiExplorerPanel) or not asks or panel.model.key:
        return
    panel.open(_DAILY)
    panel.model.send()


def _day(number: int) -> tuple[str, ...]:
    day = scene.DAY - timedelta(days=number)
    change = _STEP if number % 3 else -_STEP
    close = 98_400 - number * _STEP // 10 + change
    sign = "2" if change > 0 else "5"
    return (f"{day:%Y%m%d}", str(close), str(close - change), str(8_216_402 - number * 997), sign)
