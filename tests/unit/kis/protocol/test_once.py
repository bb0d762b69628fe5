"""Rows that stand twice."""

from kis_desktop.kis.protocol.once import once


def test_a_holding_told_by_three_exchanges_counts_once() -> None:
    def told(exchange: str, price: str) -> dict[str, object]:
        row = {"ovrs_excg_cd": exchange, "ovrs_pdno": "AAPL", "loan_dt": "", "now_pric2": price}
        return dict(row)

    rows = [told("NASD", "214.10"), told("NASD", "214.15"), told("NYSE", "214.10")]
    kept = once(rows, ("ovrs_excg_cd", "ovrs_pdno", "loan_dt"))
    assert [row["now_pric2"] for row in kept] == ["214.10", "214.10"]


def test_loans_of_two_days_are_two() -> None:
    rows = [{"pdno": "005930", "loan_dt": day} for day in ("20261105", "20261106", "20261105 ")]
    assert len(once(rows, ("pdno", "loan_dt"))) == 2
