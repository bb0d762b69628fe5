"""Bonds that the exchange lists: treasury, municipal, special and corporate ones, all made up.

Codes have the form of standard codes (KR1 treasury, KR2 municipal, KR3 special, KR6 corporate);
their check digits are not reckoned. Names follow the way that such issues are named.
"""

import csv
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources


class BondKind(StrEnum):
    """Who owes: the classes that lists of bonds are cut into."""

    TREASURY = "국채"
    MUNICIPAL = "지방채"
    SPECIAL = "특수채"
    CORPORATE = "회사채"


class Interest(StrEnum):
    """How it is paid."""

    COUPON = "이표채"
    COMPOUND = "복리채"
    SIMPLE = "단리채"
    DISCOUNT = "할인채"


@dataclass(frozen=True, slots=True)
class Bond:
    """One issue; 10,000 won of face value are what a price is for."""

    code: str
    """standard code"""
    name: str
    kind: BondKind
    issuer: str
    rating: str
    """empty: the state's own credit"""
    interest: Interest
    coupon: float
    """percent a year"""
    months: int
    """between two payments of interest, 0 when all is paid at the end"""
    issued: date
    due: date
    amount: int
    """issued, hundreds of millions of won (억)"""
    call_years: int = 0
    """after the issue, when it may first be redeemed early; 0 for never"""
    converts_to: str = ""
    """symbol of the share that it can be changed into, out of reach by far"""
    conversion_price: int = 0
    """won of face value for one share"""
    grace_months: int = 0
    """before the first part of the principal is paid"""
    parts: int = 0
    """equal ones that the principal is paid in, 0 for all at the end"""
    over: float | None = None
    """percent points above the treasury of three months that a floating coupon is set at"""
    private: bool = False
    """placed with professional investors for the first year"""

    @property
    def group(self) -> str:
        """Four letters that the master file has for the class."""
        return _GROUPS[self.kind]


_GROUPS = {
    BondKind.TREASURY: "C0GA",
    BondKind.MUNICIPAL: "F903",
    BondKind.SPECIAL: "B0CA",
    BondKind.CORPORATE: "A0CA",
}


@cache
def listed_bonds() -> tuple[Bond, ...]:
    """All of them, in the order of the list; read when first asked for."""
    file = resources.files("kis_desktop.simulator").joinpath("bonds.csv")
    rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    return tuple(_bond(row) for row in rows)


def _bond(row: dict[str, str]) -> Bond:
    return Bond(
        code=row["code"],
        name=row["name"],
        kind=BondKind[row["kind"]],
        issuer=row["issuer"],
        rating=row["rating"],
        interest=Interest[row["interest"]],
        coupon=float(row["coupon"]),
        months=int(row["months"]),
        issued=date.fromisoformat(row["issued"]),
        due=date.fromisoformat(row["due"]),
        amount=int(row["amount"]),
        call_years=int(row["call_years"] or 0),
        converts_to=row["converts_to"],
        conversion_price=int(row["conversion_price"] or 0),
        grace_months=int(row["grace_months"] or 0),
        parts=int(row["parts"] or 0),
        over=float(row["over"]) if row["over"] else None,
        private=row["private"] == "Y",
    )
