"""What a fill costs at the simulated broker in 2026: commission and sale tax, truncated to won."""

from kis_desktop.simulator.universe import Listing

PER = 1_000_000_000
"""rates are given in billionths of the amount"""
_STOCK_FEE = 140_527
_ETP_FEE = 146_527
_SALE_TAX = 2_000_000
"""KOSPI: 0.05 % and 0.15 % rural tax; KOSDAQ: 0.20 %"""


def fee_rate(listing: Listing) -> int:
    """The commission in billionths."""
    return _ETP_FEE if listing.is_etp else _STOCK_FEE


def fee_of(listing: Listing, amount: int) -> int:
    """The commission on one fill (수수료)."""
    return amount * fee_rate(listing) // PER


def tax_of(listing: Listing, amount: int) -> int:
    """The tax on one sale (거래세, 농특세); ETF and ETN pay none."""
    return 0 if listing.is_etp else amount * _SALE_TAX // PER
