"""Orders of foreign markets over a real server: notices come encrypted and match the answers."""

from __future__ import annotations

import pytest

from tests.unit.simulator.server.customer import ACCOUNT, Customer, decrypted

pytestmark = pytest.mark.asyncio(loop_scope="module")
_STOCK = "/uapi/overseas-stock/v1/trading"
_FUTURES = "/uapi/overseas-futureoption/v1/trading"


async def test_an_order_in_tokyo_is_accepted_and_filled_in_two_notices(customer: Customer) -> None:
    async with customer.line() as line:
        ack = await line.ask("H0GSCNI0", "simuser")
        body = {
            **ACCOUNT,
            "OVRS_EXCG_CD": "TKSE",
            "PDNO": "1332",
            "ORD_QTY": "100",
            "OVRS_ORD_UNPR": "700",
            "ORD_SVR_DVSN_CD": "0",
            "ORD_DVSN": "00",
        }
        reply = (await customer.post(f"{_STOCK}/order", "TTTS0307U", body)).json()
        assert reply["rt_cd"] == "0", reply["msg1"]
        customer.house.go(1)
        accepted, *fills = decrypted(await line.data("H0GSCNI0"), ack)
        assert accepted[2] == reply["output"]["ODNO"]
        assert (accepted[4], accepted[7], accepted[11:14]) == ("01", "1332", ["0", "1", "1"])
        assert {fill[12] for fill in fills} == {"2"}
        assert sum(int(fill[8]) for fill in fills) == 100
        query = {
            **ACCOUNT,
            "PDNO": "%",
            "ORD_STRT_DT": "20261120",
            "ORD_END_DT": "20261120",
            "SLL_BUY_DVSN": "00",
            "CCLD_NCCS_DVSN": "00",
            "OVRS_EXCG_CD": "TKSE",
            "SORT_SQN": "DS",
        }
        listed = (await customer.get(f"{_STOCK}/inquire-ccnl", "TTTS3035R", query)).json()
        own = next(row for row in listed["output"] if row["odno"] == accepted[2])
        value = sum(int(fill[8]) * int(fill[9]) for fill in fills)
        assert (own["ft_ccld_qty"], float(own["ft_ccld_amt3"])) == ("100", value / 10)


async def test_a_future_is_bought_at_market_and_both_notices_tell(customer: Customer) -> None:
    async with customer.line() as line:
        orders = await line.ask("HDFFF1C0", "simuser")
        fills = await line.ask("HDFFF2C0", "simuser")
        body = {
            "CANO": "12345678",
            "ACNT_PRDT_CD": "08",
            "OVRS_FUTR_FX_PDNO": "MESZ26",
            "SLL_BUY_DVSN_CD": "02",
            "PRIC_DVSN_CD": "2",
            "FM_ORD_QTY": "1",
            "CCLD_CNDT_CD": "2",
            "CPLX_ORD_DVSN_CD": "0",
            "ECIS_RSVN_ORD_YN": "N",
            "FM_HDGE_ORD_SCRN_YN": "N",
        }
        reply = (await customer.post(f"{_FUTURES}/order", "OTFM3001U", body)).json()
        number = reply["output"]["ODNO"]
        customer.house.go(1)
        order = decrypted(await line.data("HDFFF1C0"), orders)[0]
        fill = decrypted(await line.data("HDFFF2C0"), fills)[0]
        assert (len(order), len(fill)) == (33, 33)
        assert (order[3], fill[3], fill[26]) == (number, number, "1")
