"""An order held against every rule: what is measured, what stops it, and what is only said."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import msgspec
import pytest

from kis_desktop.catalogue.market_rules import load_market_rules
from kis_desktop.domain.connection import Environment
from kis_desktop.domain.instrument import Mark
from kis_desktop.domain.message import message
from kis_desktop.domain.order import (
    AmendIntent,
    Credit,
    CreditKind,
    Order,
    OrderIntent,
    OrderState,
    OrderType,
    Request,
    Side,
    Venue,
)
from kis_desktop.domain.price_limit import PriceLimits
from kis_desktop.domain.risk import assess, assess_amend
from kis_desktop.domain.risk_defaults import default_profile
from kis_desktop.domain.risk_facts import OrderFacts, RiskFacts
from kis_desktop.domain.risk_rules import Action, Check, RiskProfile, RiskRule, Rule, Verdict

TODAY = date(2026, 11, 20)
TABLE = load_market_rules("krx").tick_table("stock", TODAY)
PROFILE = default_profile(Environment.REAL)
FACTS = RiskFacts(
    TABLE,
    is_known=True,
    limits=PriceLimits(Decimal(68_000), Decimal(126_200)),
    listed_shares=5_919_637_922,
    margin_rate=Decimal(20),
    last=Decimal(98_400),
    bid=Decimal(98_300),
    ask=Decimal(98_400),
    price_age=0.0,
    held=100,
    sellable=100,
    cash=Decimal(10_000_000),
    daily_loss=Decimal(0),
)
BUY = OrderIntent("a", "005930", Side.BUY, OrderType.LIMIT, 10, Decimal(98_400))
SELL = msgspec.structs.replace(BUY, side=Side.SELL, price=Decimal(98_300))
MARKET = msgspec.structs.replace(BUY, order_type=OrderType.MARKET, price=None)
WORKING = Order(
    local_id="b",
    symbol="005930",
    side=Side.BUY,
    order_type=OrderType.LIMIT,
    quantity=30,
    price=Decimal(98_000),
    venue=Venue.KRX,
    state=OrderState.WORKING,
    at=datetime(2026, 11, 20, 1, tzinfo=UTC),
    trade_date=TODAY,
    order_no="0000117057",
)
LOST = msgspec.structs.replace(WORKING, state=OrderState.UNKNOWN, order_no="")


def facts(**known: object) -> RiskFacts:
    return msgspec.structs.replace(FACTS, **known)


def orders(**known: object) -> RiskFacts:
    return facts(orders=msgspec.structs.replace(OrderFacts(), **known))


def found(
    rule: Rule, intent: OrderIntent, known: RiskFacts = FACTS, profile: RiskProfile = PROFILE
) -> Check:
    return next(one for one in assess(intent, known, profile).checks if one.rule is rule)


def buy(**changes: object) -> OrderIntent:
    return msgspec.structs.replace(BUY, **changes)


def told(check: Check) -> str:
    return "" if check.told is None else check.told.id


def only(rule: Rule, action: Action, bound: int | None = None) -> RiskProfile:
    return RiskProfile((RiskRule(rule, action, None if bound is None else Decimal(bound)),))


def test_a_sound_order_passes_every_rule_in_their_order() -> None:
    checks = assess(BUY, FACTS, PROFILE).checks
    assert [one.rule for one in checks] == list(Rule)
    assert {one.verdict for one in checks} == {Verdict.PASSED}
    assert {one.told for one in checks} == {None}


@pytest.mark.parametrize(
    ("rule", "intent", "known", "measured"),
    [
        (Rule.QUANTITY, BUY, FACTS, "10"),
        (Rule.AMOUNT, BUY, FACTS, "984000"),
        (Rule.AMOUNT, MARKET, facts(priced=False), "984000"),
        (
            Rule.AMOUNT,
            msgspec.structs.replace(MARKET, side=Side.SELL),
            facts(priced=False),
            "983000",
        ),
        (
            Rule.AMOUNT,
            buy(order_type=OrderType.CLOSING_PRICE, price=None),
            facts(priced=False, last=Decimal(98_000)),
            "980000",
        ),
        (Rule.AWAY_PERCENT, buy(price=Decimal(100_368)), FACTS, "2.00"),
        (Rule.AWAY_PERCENT, buy(price=Decimal(90_000)), FACTS, "0.00"),
        (Rule.AWAY_PERCENT, msgspec.structs.replace(SELL, price=Decimal(96_432)), FACTS, "2.00"),
        (Rule.AWAY_PERCENT, MARKET, facts(priced=False, ask=Decimal(100_368)), "2.00"),
        (
            Rule.AWAY_PERCENT,
            buy(condition_price=Decimal(100_000), price=Decimal(101_000)),
            facts(conditional=True),
            "1.00",
        ),
        (Rule.AWAY_TICKS, buy(price=Decimal(98_900)), FACTS, "5"),
        (Rule.AWAY_TICKS, msgspec.structs.replace(SELL, price=Decimal(98_000)), FACTS, "3"),
        (Rule.AWAY_TICKS, MARKET, facts(priced=False), "0"),
        (
            Rule.AWAY_TICKS,
            buy(condition_price=Decimal(100_000), price=Decimal(100_200)),
            facts(conditional=True),
            "2",
        ),
        (Rule.LISTED_SHARE, buy(quantity=100), facts(listed_shares=10_000), "1.0000"),
        (Rule.EXPOSURE, BUY, FACTS, "10824000"),
        (Rule.EXPOSURE, BUY, orders(working=(WORKING,)), "13764000"),
        (
            Rule.EXPOSURE,
            BUY,
            orders(working=(msgspec.structs.replace(WORKING, price=None),)),
            "13776000",
        ),
        (
            Rule.EXPOSURE,
            BUY,
            orders(working=(msgspec.structs.replace(WORKING, request=Request.AMEND),)),
            "13764000",
        ),
        (
            Rule.EXPOSURE,
            BUY,
            orders(working=(msgspec.structs.replace(WORKING, request=Request.AMEND, order_no=""),)),
            "10824000",
        ),
        (
            Rule.EXPOSURE,
            BUY,
            orders(
                working=(
                    msgspec.structs.replace(WORKING, side=Side.SELL),
                    msgspec.structs.replace(WORKING, request=Request.CANCEL),
                )
            ),
            "10824000",
        ),
        (Rule.EXPOSURE, BUY, facts(last=None), "10824000"),
        (Rule.ORDERS_PER_MINUTE, BUY, orders(sent_last_minute=4), "5"),
        (Rule.DAILY_ORDERS, BUY, orders(sent_today=6), "7"),
        (Rule.DAILY_LOSS, BUY, facts(daily_loss=Decimal(5)), "5"),
        (Rule.UNKNOWN_ORDER, BUY, orders(working=(WORKING,)), "0"),
        (Rule.LOST_FILLS, BUY, orders(deaf_for=3.26), "3.3"),
        (Rule.STALE_PRICE, BUY, facts(price_age=1.0), "1.0"),
        (Rule.MARKS, BUY, facts(marks=(Mark.CAUTION,)), "0"),
        (Rule.MARGIN, BUY, FACTS, "0"),
        (Rule.MARGIN, SELL, facts(cash=None), "0"),
        (Rule.MARGIN, buy(credit=Credit(CreditKind.SELF_LOAN, TODAY)), facts(cash=None), "0"),
        (Rule.FUNDS, BUY, FACTS, "984000"),
        (Rule.FUNDS, SELL, FACTS, "10"),
    ],
)
def test_what_an_order_measures(
    rule: Rule, intent: OrderIntent, known: RiskFacts, measured: str
) -> None:
    check = found(rule, intent, known)
    assert (check.verdict, str(check.measured)) == (Verdict.PASSED, measured)


@pytest.mark.parametrize(
    ("rule", "intent", "known", "id_", "bound"),
    [
        (Rule.QUANTITY, buy(quantity=10_001), FACTS, "risk.quantity", "10000"),
        (Rule.AMOUNT, buy(quantity=509), FACTS, "risk.amount", "50000000"),
        (Rule.AWAY_PERCENT, buy(price=Decimal(101_500)), FACTS, "risk.away_percent", "3"),
        (Rule.AWAY_PERCENT, buy(price=Decimal(101_356)), FACTS, "risk.away_percent", "3"),
        (Rule.AWAY_TICKS, buy(price=Decimal(101_500)), FACTS, "risk.away_ticks", "30"),
        (Rule.LISTED_SHARE, BUY, facts(listed_shares=999), "risk.listed_share", "1"),
        (
            Rule.LISTED_SHARE,
            buy(quantity=100_001),
            facts(listed_shares=10_000_000),
            "risk.listed_share",
            "1",
        ),
        (Rule.EXPOSURE, BUY, facts(held=2_100), "risk.exposure", "200000000"),
        (Rule.DAILY_LOSS, BUY, facts(daily_loss=Decimal(3_000_001)), "risk.daily_loss", "3000000"),
        (
            Rule.MARKS,
            BUY,
            facts(marks=(Mark.OVERHEATED, Mark.WARNING)),
            "risk.mark_warning",
            "None",
        ),
        (Rule.MARKS, BUY, facts(marks=(Mark.ADMINISTRATIVE,)), "risk.mark_administrative", "None"),
    ],
)
def test_what_is_warned_of_may_be_confirmed(
    rule: Rule, intent: OrderIntent, known: RiskFacts, id_: str, bound: str
) -> None:
    check = found(rule, intent, known)
    assert (check.verdict, told(check), str(check.bound)) == (Verdict.WARNED, id_, bound)
    assert check.passable


@pytest.mark.parametrize(
    ("rule", "known", "id_", "passable"),
    [
        (Rule.ORDERS_PER_MINUTE, orders(sent_last_minute=30), "risk.orders_per_minute", False),
        (Rule.DAILY_ORDERS, orders(sent_today=500), "risk.daily_orders", False),
        (Rule.UNKNOWN_ORDER, orders(working=(LOST,)), "risk.unknown_order", True),
        (Rule.LOST_FILLS, orders(deaf_for=16.0), "risk.lost_fills", True),
        (Rule.STALE_PRICE, facts(price_age=10.1), "risk.stale_price", True),
        (Rule.STALE_PRICE, facts(price_age=None), "risk.no_price", True),
        (Rule.MARGIN, facts(cash=Decimal(983_999)), "risk.margin", False),
        (Rule.DAILY_LOSS, facts(locked=True), "risk.locked", False),
        (Rule.DAILY_LOSS, facts(locked=True, daily_loss=None), "risk.locked", False),
        (Rule.KILL_SWITCH, orders(stopped=True), "order.halted_by_user", False),
        (Rule.PERMISSION, facts(marks=(Mark.HALTED,)), "order.halted", False),
        (Rule.PERMISSION, facts(not_now=message("order.why.phase")), "order.why.phase", False),
        (Rule.FUNDS, facts(cash=Decimal(196_799)), "order.not_enough_cash", False),
    ],
)
def test_what_is_blocked(rule: Rule, known: RiskFacts, id_: str, passable: bool) -> None:
    check = found(rule, BUY, known)
    assert (check.verdict, told(check), check.passable) == (Verdict.BLOCKED, id_, passable)


@pytest.mark.parametrize(
    ("rule", "intent", "known"),
    [
        (Rule.AMOUNT, MARKET, facts(priced=False, ask=None)),
        (Rule.AWAY_PERCENT, BUY, facts(last=None)),
        (Rule.AWAY_PERCENT, buy(price=None), FACTS),
        (Rule.AWAY_TICKS, BUY, facts(ask=None)),
        (Rule.AWAY_TICKS, buy(price=None), FACTS),
        (Rule.LISTED_SHARE, BUY, facts(listed_shares=None)),
        (Rule.EXPOSURE, BUY, facts(held=None)),
        (Rule.EXPOSURE, MARKET, facts(priced=False, ask=None)),
        (Rule.EXPOSURE, SELL, facts(last=None, priced=False, bid=None)),
        (Rule.DAILY_LOSS, BUY, facts(daily_loss=None)),
        (Rule.MARKS, BUY, facts(is_known=False)),
        (Rule.MARGIN, BUY, facts(cash=None)),
        (Rule.MARGIN, MARKET, facts(priced=False, limits=None)),
        (Rule.FUNDS, BUY, facts(cash=None)),
        (Rule.FUNDS, BUY, facts(cash=Decimal(1), margin_rate=None)),
        (Rule.FUNDS, SELL, facts(sellable=None)),
        (Rule.FUNDS, buy(credit=Credit(CreditKind.SELF_LOAN, TODAY)), FACTS),
        (Rule.INPUT, BUY, facts(limits=None)),
        (Rule.PERMISSION, BUY, facts(is_known=False)),
        (Rule.LARGE, MARKET, facts(priced=False, ask=None, limits=None)),
        (Rule.LARGE, MARKET, facts(priced=False, ask=None, limits=None, listed_shares=None)),
    ],
)
def test_a_figure_that_is_missing_stops_nothing_and_is_said(
    rule: Rule, intent: OrderIntent, known: RiskFacts
) -> None:
    check = found(rule, intent, known)
    assert check.verdict is Verdict.UNKNOWN
    assert check.told is not None


@pytest.mark.parametrize(
    ("intent", "known", "id_"),
    [
        (buy(quantity=0), FACTS, "order.quantity_missing"),
        (buy(price=None), FACTS, "order.price_missing"),
        (buy(price=Decimal(98_450)), FACTS, "order.off_tick"),
        (buy(price=Decimal(126_300)), FACTS, "order.above_limit"),
        (buy(price=Decimal(67_900)), FACTS, "order.below_limit"),
        (BUY, facts(conditional=True), "order.condition_price_missing"),
        (buy(condition_price=Decimal(98_450)), facts(conditional=True), "order.off_tick"),
    ],
)
def test_input_that_cannot_stand_is_blocked(
    intent: OrderIntent, known: RiskFacts, id_: str
) -> None:
    check = found(Rule.INPUT, intent, known)
    assert (check.verdict, told(check)) == (Verdict.BLOCKED, id_)


def test_a_type_without_a_price_needs_none() -> None:
    known = facts(priced=False, limits=None)
    assert found(Rule.INPUT, MARKET, known).verdict is Verdict.PASSED


def test_a_market_purchase_is_counted_at_the_limit_price_against_cash() -> None:
    known = facts(priced=False, cash=Decimal(1_000_000))
    check = found(Rule.MARGIN, MARKET, known)
    assert (check.verdict, check.measured) == (Verdict.BLOCKED, Decimal(262_000))


def test_what_margin_gives_is_no_lack_of_funds() -> None:
    known = facts(cash=Decimal(196_800))
    check = found(Rule.FUNDS, BUY, known)
    assert (check.verdict, check.bound) == (Verdict.PASSED, Decimal(984_000))
    assert found(Rule.MARGIN, BUY, known).verdict is Verdict.BLOCKED


def test_more_shares_than_can_be_sold_are_blocked() -> None:
    check = found(Rule.FUNDS, SELL, facts(sellable=9))
    assert (check.verdict, told(check)) == (Verdict.BLOCKED, "order.not_enough_shares")


@pytest.mark.parametrize(
    ("quantity", "verdict"), [(15_000, Verdict.PASSED), (16_000, Verdict.WARNED)]
)
@pytest.mark.parametrize("side", list(Side))
def test_without_a_best_price_an_order_is_as_large_as_the_price_limit_makes_it(
    quantity: int, verdict: Verdict, side: Side
) -> None:
    known = facts(priced=False, ask=None, bid=None)
    market = msgspec.structs.replace(MARKET, quantity=quantity, side=side)
    check = found(Rule.LARGE, market, known)
    assert (check.verdict, check.measured) == (verdict, Decimal(126_200) * quantity)


@pytest.mark.parametrize(
    ("quantity", "verdict", "id_"),
    [
        (20_000, Verdict.PASSED, ""),
        (20_400, Verdict.WARNED, "risk.large"),
        (51_000, Verdict.WARNED, "risk.very_large"),
        (1_100_000, Verdict.BLOCKED, "risk.too_large"),
    ],
)
def test_large_orders_are_confirmed_and_the_largest_refused(
    quantity: int, verdict: Verdict, id_: str
) -> None:
    check = found(Rule.LARGE, buy(quantity=quantity))
    assert (check.verdict, told(check)) == (verdict, id_)
    assert check.passable is (verdict is Verdict.WARNED)


@pytest.mark.parametrize(
    ("rule", "known"),
    [
        (Rule.UNKNOWN_ORDER, orders(working=(msgspec.structs.replace(LOST, side=Side.SELL),))),
        (Rule.LOST_FILLS, orders(deaf_for=16.0)),
        (Rule.STALE_PRICE, facts(price_age=11.0)),
        (Rule.DAILY_LOSS, facts(locked=True)),
        (Rule.DAILY_ORDERS, orders(sent_today=500)),
    ],
)
def test_an_order_that_only_reduces_a_position_is_warned_and_never_blocked(
    rule: Rule, known: RiskFacts
) -> None:
    assert found(rule, SELL, known).verdict is Verdict.WARNED
    more = msgspec.structs.replace(SELL, quantity=101)
    assert found(rule, more, known).verdict is Verdict.BLOCKED
    unsure = msgspec.structs.replace(known, held=None)
    assert found(rule, SELL, unsure).verdict is Verdict.BLOCKED


def test_the_kill_switch_and_the_rate_hold_for_reducing_orders_too() -> None:
    assert found(Rule.KILL_SWITCH, SELL, orders(stopped=True)).verdict is Verdict.BLOCKED
    known = orders(sent_last_minute=30)
    assert found(Rule.ORDERS_PER_MINUTE, SELL, known).verdict is Verdict.BLOCKED


@pytest.mark.parametrize(
    ("side", "kind", "verdict"),
    [
        (Side.BUY, CreditKind.SELF_SHORT_REPAY, Verdict.WARNED),
        (Side.BUY, CreditKind.SELF_LOAN, Verdict.BLOCKED),
        (Side.SELL, CreditKind.SELF_LOAN_REPAY, Verdict.WARNED),
        (Side.SELL, CreditKind.MARKET_SHORT, Verdict.BLOCKED),
    ],
)
def test_credit_reduces_where_it_repays(side: Side, kind: CreditKind, verdict: Verdict) -> None:
    intent = buy(side=side, credit=Credit(kind, TODAY))
    assert found(Rule.STALE_PRICE, intent, facts(price_age=11.0)).verdict is verdict


def test_an_unknown_order_of_the_other_side_blocks_nothing() -> None:
    other = msgspec.structs.replace(LOST, side=Side.SELL)
    assert found(Rule.UNKNOWN_ORDER, BUY, orders(working=(other,))).verdict is Verdict.PASSED


def test_a_sale_cannot_meet_the_exposure() -> None:
    assert found(Rule.EXPOSURE, SELL, facts(held=10_000)).verdict is Verdict.PASSED


def test_a_rule_that_is_off_is_not_measured_and_the_fixed_ones_stay() -> None:
    checks = assess(buy(quantity=10**6), FACTS, RiskProfile(())).checks
    assert {one.rule for one in checks if one.verdict is Verdict.OFF} == {
        rule
        for rule in Rule
        if rule.value not in ["input", "permission", "funds", "large", "kill_switch"]
    }


def test_a_lockout_holds_though_its_rule_is_switched_off() -> None:
    check = found(Rule.DAILY_LOSS, BUY, facts(locked=True), RiskProfile(()))
    assert check.verdict is Verdict.BLOCKED


@pytest.mark.parametrize(
    ("action", "verdict"), [(Action.WARN, Verdict.WARNED), (Action.BLOCK, Verdict.BLOCKED)]
)
def test_the_profile_decides_what_a_met_limit_does(action: Action, verdict: Verdict) -> None:
    assert found(Rule.QUANTITY, BUY, FACTS, only(Rule.QUANTITY, action, 9)).verdict is verdict


def test_an_amendment_is_held_against_price_and_quantity() -> None:
    amend = AmendIntent("c", WORKING.order_no, OrderType.LIMIT, Decimal(103_000))
    checks = {one.rule: one for one in assess_amend(WORKING, amend, FACTS, PROFILE).checks}
    assert checks[Rule.AWAY_PERCENT].verdict is Verdict.WARNED
    assert checks[Rule.QUANTITY].measured == 30
    assert checks[Rule.FUNDS].bound == Decimal(10_000_000 + 98_000 * 30)
    for absent in (Rule.KILL_SWITCH, Rule.UNKNOWN_ORDER, Rule.DAILY_LOSS, Rule.EXPOSURE):
        assert absent not in checks


@pytest.mark.parametrize(
    ("changes", "rule", "verdict", "id_"),
    [
        ({"price": Decimal(98_450)}, Rule.INPUT, Verdict.BLOCKED, "order.off_tick"),
        ({"quantity": 31}, Rule.INPUT, Verdict.BLOCKED, "order.amend_too_many"),
        ({"quantity": 0}, Rule.INPUT, Verdict.BLOCKED, "order.quantity_missing"),
        ({"quantity": 30}, Rule.INPUT, Verdict.PASSED, ""),
    ],
)
def test_an_amendment_must_be_sound(
    changes: dict[str, object], rule: Rule, verdict: Verdict, id_: str
) -> None:
    amend = AmendIntent("c", WORKING.order_no, OrderType.LIMIT, Decimal(98_000))
    amend = msgspec.structs.replace(amend, **changes)
    checks = {one.rule: one for one in assess_amend(WORKING, amend, FACTS, PROFILE).checks}
    assert (checks[rule].verdict, told(checks[rule])) == (verdict, id_)


def test_an_order_at_rest_can_be_moved_though_the_price_is_old() -> None:
    amend = AmendIntent("c", WORKING.order_no, OrderType.LIMIT, Decimal(98_000))
    known = msgspec.structs.replace(orders(deaf_for=60.0), price_age=None)
    checks = {one.rule: one for one in assess_amend(WORKING, amend, known, PROFILE).checks}
    assert checks[Rule.STALE_PRICE].verdict is Verdict.WARNED
    assert checks[Rule.LOST_FILLS].verdict is Verdict.WARNED


@pytest.mark.parametrize(
    ("side", "known", "bound"),
    [
        (Side.SELL, facts(sellable=0), Decimal(30)),
        (Side.SELL, facts(sellable=None), None),
        (Side.BUY, facts(cash=None), None),
    ],
)
def test_what_an_order_binds_is_free_for_its_amendment(
    side: Side, known: RiskFacts, bound: Decimal | None
) -> None:
    order = msgspec.structs.replace(WORKING, side=side)
    amend = AmendIntent("c", WORKING.order_no, OrderType.LIMIT, Decimal(98_000))
    checks = {one.rule: one for one in assess_amend(order, amend, known, PROFILE).checks}
    assert checks[Rule.FUNDS].bound == bound


def test_play_money_has_the_same_rules_with_wider_bounds() -> None:
    paper, simulated = default_profile(Environment.PAPER), default_profile(Environment.SIMULATED)
    assert paper == simulated
    for real, play in zip(PROFILE.rules, paper.rules, strict=True):
        assert (real.rule, real.action) == (play.rule, play.action)
        assert real.action is not Action.OFF
        assert (play.bound or 0) >= (real.bound or 0)
