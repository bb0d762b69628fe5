"""What a fill costs at the simulated broker: commission, sale tax, interest; truncated to won."""

from dataclasses import dataclass
from datetime import date

from kis_desktop.simulator.universe import Listing

PER = 1_000_000_000
"""rates are given in billionths of the amount"""
_DAYS_OF_A_YEAR = 365
_SALE_TAXES = ((date(2026, 1, 1), 2_000_000), (date(2025, 1, 1), 1_500_000))
"""from a day on, KOSPI and KOSDAQ alike: 0.20 % since 2026, of which KOSPI pays 0.15 % as rural
tax (농특세), 0.15 % in 2025"""
_OLDER_SALE_TAX = 1_800_000
"""2024: 0.18 %; earlier years are reckoned with the same rate"""
_LOAN_INTEREST = 85_000_000
"""신용이자, 8.5 % a year"""


@dataclass(frozen=True, slots=True)
class FeePlan:
    """The commission of an account, billionths of the amount (수수료 협의)."""

    stock: int
    etp: int
    """ETF and ETN"""

    def rate(self, listing: Listing) -> int:
        """The commission on one instrument."""
        return self.etp if listing.is_etp else self.stock

    def fee(self, listing: Listing, amount: int) -> int:
        """The commission on one fill, won."""
        return amount * self.rate(listing) // PER


ONLINE = FeePlan(stock=140_527, etp=146_527)
"""what an online account pays unless something else was agreed: 0.0140527 %, ETF 0.0146527 %"""
EVENT = FeePlan(stock=36_396, etp=42_087)
"""what an account of a campaign pays: 0.0036396 %, ETF 0.0042087 %"""


def tax_of(listing: Listing, amount: int, day: date) -> int:
    """The tax on one sale (거래세, 농특세), won; ETF and ETN pay none."""
    return 0 if listing.is_etp else amount * _tax_rate(day) // PER


def interest_of(loan: int, start: date, end: date) -> int:
    """The interest on a loan for the calendar days from `start` to `end`, won."""
    return loan * _LOAN_INTEREST * (end - start).days // (PER * _DAYS_OF_A_YEAR)


def _tax_rate(day: date) -> int:
    for since, rate in _SALE_TAXES:
        if day >= since:
            return rate
    return _OLDER_SALE_TAX
