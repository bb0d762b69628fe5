import itertools

from hypothesis import given
from hypothesis import strategies as st

from kis_desktop.catalogue.entry import Lane
from kis_desktop.kis.protocol.throttle import Throttle


def drain(throttle: Throttle, now: float, until: float) -> list[float]:
    """The seconds at which somebody went, each at the second that the throttle itself named."""
    went: list[float] = []
    while now <= until:
        went += [now] * len(throttle.admit(now))
        wait = throttle.wait(now)
        if wait is None:
            break
        now += max(wait, 1e-6)
    return went


def test_orders_go_first_then_account_then_what_is_seen_then_the_rest() -> None:
    throttle = Throttle(10, 1, 0.0)
    tickets = [throttle.enter(lane) for lane in reversed(Lane)]
    assert throttle.waiting == 4
    went = [throttle.admit(0.1 * step)[0] for step in range(4)]
    assert went == tickets[::-1]
    assert [ticket.lane for ticket in went] == list(Lane)


def test_within_a_lane_the_first_goes_first() -> None:
    throttle = Throttle(10, 2, 0.0)
    first, second = throttle.enter(Lane.VISIBLE), throttle.enter(Lane.VISIBLE)
    assert throttle.admit(0.0) == [first, second]


def test_who_leaves_is_not_admitted() -> None:
    throttle = Throttle(10, 2, 0.0)
    ticket = throttle.enter(Lane.VISIBLE)
    throttle.leave(ticket)
    throttle.leave(ticket)
    assert throttle.admit(0.0) == []
    assert throttle.wait(0.0) is None


def test_paper_sends_no_two_requests_within_a_second() -> None:
    throttle = Throttle(0.9, 1, 0.0)
    for _ in range(5):
        throttle.enter(Lane.VISIBLE)
    went = drain(throttle, 0.0, 60.0)
    assert len(went) == 5
    assert all(later - earlier >= 1.0 for earlier, later in itertools.pairwise(went))


def test_after_a_refusal_nobody_goes_for_a_while() -> None:
    throttle = Throttle(15, 3, 0.0)
    throttle.enter(Lane.ORDER)
    throttle.back_off(0.0, 0.15)
    assert throttle.admit(0.1) == []
    assert len(throttle.admit(0.151)) == 1


def test_a_held_lane_waits_and_the_others_go_on() -> None:
    throttle = Throttle(15, 3, 0.0)
    throttle.hold(Lane.ACCOUNT, 1.0)
    throttle.hold(Lane.ACCOUNT, 0.5)
    throttle.enter(Lane.ACCOUNT)
    background = throttle.enter(Lane.BACKGROUND)
    assert throttle.admit(0.0) == [background]
    assert throttle.wait(0.0) == 1.0
    assert throttle.admit(0.9) == []
    assert len(throttle.admit(1.0)) == 1


def test_the_use_of_the_last_second_is_counted() -> None:
    throttle = Throttle(15, 3, 0.0)
    for _ in range(3):
        throttle.enter(Lane.VISIBLE)
    throttle.admit(0.0)
    assert throttle.used(0.5) == 3
    assert throttle.used(1.0) == 0


@given(
    st.floats(0.5, 20),
    st.integers(1, 5),
    st.lists(st.sampled_from(list(Lane)), min_size=1, max_size=60),
)
def test_no_second_sees_more_than_burst_and_rate(
    rate: float, burst: int, lanes: list[Lane]
) -> None:
    throttle = Throttle(rate, burst, 0.0)
    for lane in lanes:
        throttle.enter(lane)
    went = drain(throttle, 0.0, 1000.0)
    assert len(went) == len(lanes)
    for start in went:
        assert sum(start <= at < start + 1 for at in went) <= burst + rate + 1e-6
