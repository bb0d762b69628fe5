"""pykis, by its DomainInfo."""

import importlib

from steps import expect, ready, step  # type: ignore[import-not-found]


def main() -> None:
    """A morning with it."""
    pykis = importlib.import_module("pykis")
    line = ready()
    number, _, product = line["accounts"]["stock"].partition("-")
    api = step(
        "api",
        lambda: pykis.Api(
            key_info={"appkey": line["appkey"], "appsecret": line["appsecret"]},
            domain_info=pykis.DomainInfo(url=line["rest"]),
            account_info={"account_code": number, "product_code": product},
        ),
    )
    step("token", api.create_token)
    step("quote", lambda: expect(api.get_kr_current_price("005930") > 0, "price"))
    low = step("limit", lambda: api.get_kr_min_price("005930"))
    step("chart", lambda: expect(len(api.get_kr_ohlcv("005930")) > 20, "days"))
    step("balance", lambda: expect(len(api.get_kr_stock_balance()) > 0, "rows"))
    step("cash", lambda: expect(api.get_kr_deposit() > 0, "won"))
    step("what can be bought", lambda: expect(api.get_kr_buyable_cash() > 0, "won"))
    order = step("order", lambda: api.buy_kr_stock("005930", 3, low))
    step("orders", lambda: expect(order["ODNO"] in api.get_kr_orders().index, "rows"))
    amended = step("amend", lambda: api.revise_kr_order(order["ODNO"], low + 100))
    step("cancel", lambda: api.cancel_kr_order(amended["output"]["ODNO"]))
    step("market order", lambda: api.buy_kr_stock("005930", 1, 0))


if __name__ == "__main__":
    main()
