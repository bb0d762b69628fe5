"""Heads of the world charts: where an index, a rate or a yield stands."""

from kis_desktop.catalogue import loader
from kis_desktop.simulator.course import CourseQuote
from kis_desktop.simulator.markets.overseas_stock.world import Charted
from kis_desktop.simulator.server.foreign_rows import Row
from kis_desktop.simulator.server.layout import Layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.wire_text import rate, sign


def chart_head(found: Charted, quote: CourseQuote) -> Row:
    """Value, change and the day's range; changes carry their minus."""
    return {
        "ovrs_nmix_prdy_vrss": found.money(quote.change),
        "prdy_vrss_sign": sign(quote.change),
        "prdy_ctrt": rate(quote.change_rate),
        "ovrs_nmix_prdy_clpr": found.money(quote.base),
        "acml_vol": quote.volume,
        "hts_kor_isnm": found.name,
        "ovrs_nmix_prpr": found.money(quote.last),
        "stck_shrn_iscd": found.code,
        "ovrs_prod_oprc": found.money(quote.open),
        "ovrs_prod_hgpr": found.money(quote.high),
        "ovrs_prod_lwpr": found.money(quote.low),
    }


def no_chart(shape: Layout) -> Reply:
    """The answer about a code that nobody knows: a success with a blank head and no rows."""
    fields = loader.endpoint(shape.id).outputs["output1"].fields
    return shape.done({"output1": dict.fromkeys((field.name for field in fields), "")})
