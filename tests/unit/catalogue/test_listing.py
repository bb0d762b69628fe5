import json

from kis_desktop.catalogue.listing import catalogue_rows


def test_an_endpoint_is_a_row_of_plain_values() -> None:
    (row,) = (one for one in catalogue_rows() if one["id"] == "domestic_stock/order_cash")
    assert row == {
        "id": "domestic_stock/order_cash",
        "kind": "rest",
        "effect": "order",
        "group": "국내주식주문",
        "method": "POST",
        "path": "/uapi/domestic-stock/v1/trading/order-cash",
        "tr_real": ["TTTC0011U", "TTTC0012U"],
        "tr_paper": ["VTTC0011U", "VTTC0012U"],
    }


def test_a_channel_is_a_row_too() -> None:
    rows = [one for one in catalogue_rows() if one["id"] == "domestic_stock/index_ccnl"]
    assert rows == [
        {
            "id": "domestic_stock/index_ccnl",
            "kind": "channel",
            "effect": "read",
            "group": "국내주식시세",
            "method": "",
            "path": "/tryitout",
            "tr_real": ["H0UPCNT0"],
            "tr_paper": [],
        }
    ]


def test_all_are_listed_and_can_be_printed() -> None:
    rows = catalogue_rows()
    assert len(rows) == 338
    assert json.loads(json.dumps(rows)) == rows
