"""mojito2, by a subclass that has another address."""

import asyncio
import importlib
from typing import Any

from steps import expect, ready, step, until  # type: ignore[import-not-found]

mojito = importlib.import_module("mojito")
websockets: Any = importlib.import_module("websockets")
READY = ready()
Client: Any = mojito.KoreaInvestment
Socket: Any = mojito.KoreaInvestmentWS


class Simulated(Client):  # type: ignore[misc]
    """mojito2 with the simulator's address."""

    def set_base_url(self, mock: bool = True) -> None:  # noqa: FBT002 — theirs
        """Where it asks."""
        self.base_url = READY["rest"]


def client(exchange: str = "서울") -> Simulated:
    """One for an exchange."""
    return Simulated(
        READY["appkey"], READY["appsecret"], READY["accounts"]["stock"], exchange=exchange
    )


def well(answer: Any) -> Any:
    """An answer that says that all went well."""
    expect(answer["rt_cd"] == "0", answer)
    return answer


def main() -> None:
    """A morning with it."""
    broker = step("token", client)
    if broker is None:
        return
    quote = step("quote", lambda: well(broker.fetch_price("005930"))["output"])
    step("minutes", lambda: expect(len(broker.fetch_today_1m_ohlcv("005930")["output2"]) > 5, "n"))
    step(
        "chart",
        lambda: expect(
            len(broker.fetch_ohlcv("005930", "D", "20260101", "20261119")["output2"]) > 50, "days"
        ),
    )
    step("recent days", lambda: expect(broker.fetch_ohlcv_recent30("005930")["output"], "days"))
    step("balance", lambda: expect(broker.fetch_balance()["output1"], "rows"))
    step("what can be bought", lambda: well(broker.check_buy_order("005930", 60000, "00")))
    low = int(quote["stck_llam"])
    order = step("order", lambda: well(broker.create_limit_buy_order("005930", low, 3))["output"])
    branch, number = order["KRX_FWDG_ORD_ORGNO"], order["ODNO"]
    step(
        "open orders",
        lambda: expect(
            number
            in str(
                broker.fetch_open_order(
                    {
                        "CTX_AREA_FK100": "",
                        "CTX_AREA_NK100": "",
                        "INQR_DVSN_1": "0",
                        "INQR_DVSN_2": "0",
                    }
                )
            ),
            number,
        ),
    )
    amended = step(
        "amend",
        lambda: well(
            broker.modify_order(branch, number, "00", low + int(quote["aspr_unit"]), 3, True)
        )["output"],
    )
    step("cancel", lambda: well(broker.cancel_order(branch, amended["ODNO"], 3, True)))
    step("market order", lambda: well(broker.create_market_buy_order("005930", 2)))
    step("symbols", lambda: expect(callable(broker.fetch_kospi_symbols), "not asked: real host"))
    abroad = step("abroad", lambda: client("나스닥"))
    price = step("abroad quote", lambda: well(abroad.fetch_price("AAPL"))["output"])
    step(
        "abroad chart",
        lambda: expect(
            len(abroad.fetch_ohlcv("AAPL", "D", "", "20261119")["output2"]) > 50, "days"
        ),
    )
    step("abroad balance", lambda: expect(abroad.fetch_balance()["output1"], "rows"))
    step("abroad all", lambda: well(abroad.fetch_present_balance()))
    asked = round(float((price or {"last": "100"})["last"]) * 0.9, 2)
    step("abroad order", lambda: well(abroad.create_limit_buy_order("AAPL", asked, 1)))
    step("prints, books and notices", lambda: realtime(broker))


def realtime(broker: Simulated) -> object:
    """The library's own websocket class with the simulator's addresses."""
    socket = Socket(
        READY["appkey"], READY["appsecret"], ["H0STCNT0", "H0STASP0"], ["005930"], READY["hts_id"]
    )
    socket.base_url = READY["rest"]
    seen: list[str] = []
    bought: list[object] = []
    socket.queue.put = lambda row: seen.append(str(row[0]))
    connect = websockets.connect
    websockets.connect = lambda _uri, **rest: connect(READY["ws"], **rest)

    async def listen() -> None:
        task = asyncio.create_task(socket.ws_client())
        for _ in range(80):
            await asyncio.sleep(0.1)
            if len(seen) > 20 and not bought:
                bought.append(broker.create_market_buy_order("005930", 1))
            if len(set(seen)) > 2:
                break
        task.cancel()

    asyncio.run(listen())
    return until(lambda: expect(len(set(seen)) > 2, f"heard {set(seen)}") and sorted(set(seen)))


if __name__ == "__main__":
    main()
