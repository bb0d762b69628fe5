import itertools
import math

from hypothesis import example, given
from hypothesis import strategies as st

from kis_desktop.catalogue.entry import Lane
from kis_desktop.catalogue.limits import Pace, server_limits
from kis_desktop.kis.protocol.throttle import CALM, Throttle, Ticket

REAL = server_limits().real[-1].pace
NEWCOMER = server_limits().newcomer[-1].pace
PAPER = server_limits().paper[-1].pace
SINGLE = Pace(server=1000, plan=10, burst=1, kept=0)
LANES = st.sampled_from(list(Lane))
PACES = st.sampled_from([REAL, NEWCOMER, PAPER])


def drain(throttle: Throttle, now: float, until: float) -> list[tuple[float, Ticket]]:
    """Who went when, each at the second that the throttle itself named."""
    went: list[tuple[float, Ticket]] = []
    while now <= until:
        went += [(now, ticket) for ticket in throttle.admit(now)]
        wait = throttle.wait(now)
        if wait is None:
            break
        now += max(wait, 1e-6)
    return went


def most_within(times: list[float], seconds: float) -> int:
    """The most that any stretch of so many seconds holds, its end not included."""
    return max(sum(start <= at < start + seconds for at in times) for start in times)


def test_orders_go_first_then_account_then_what_is_seen_then_the_rest() -> None:
    throttle = Throttle(SINGLE, 0.0)
    tickets = [throttle.enter(lane, 0.0) for lane in reversed(Lane)]
    assert throttle.waiting == 4
    went = [ticket for _, ticket in drain(throttle, 0.0, 10.0)]
    assert went == tickets[::-1]
    assert [ticket.lane for ticket in went] == list(Lane)


def test_within_a_lane_the_first_goes_first_a_cancel_behind_the_order_before_it() -> None:
    throttle = Throttle(REAL, 0.0)
    first, second = throttle.enter(Lane.ORDER, 0.0), throttle.enter(Lane.ORDER, 0.0)
    assert throttle.admit(0.0) == [first, second]


def test_who_leaves_is_not_admitted() -> None:
    throttle = Throttle(REAL, 0.0)
    ticket = throttle.enter(Lane.VISIBLE, 0.0)
    throttle.leave(ticket)
    throttle.leave(ticket)
    assert throttle.admit(0.0) == []
    assert throttle.wait(0.0) is None


def test_the_queues_tell_how_many_wait_and_how_long() -> None:
    throttle = Throttle(REAL, 0.0)
    throttle.back_off(0.0, 10.0)
    throttle.enter(Lane.BACKGROUND, 1.0)
    throttle.enter(Lane.BACKGROUND, 2.0)
    throttle.enter(Lane.ORDER, 3.0)
    assert throttle.queues(4.0) == [(Lane.ORDER, 1, 1.0), (Lane.BACKGROUND, 2, 3.0)]


def test_after_a_pause_a_few_reads_go_at_once_and_then_evenly() -> None:
    throttle = Throttle(REAL, 0.0)
    for _ in range(6):
        throttle.enter(Lane.VISIBLE, 0.0)
    times = [at for at, _ in drain(throttle, 0.0, 10.0)]
    assert times[:3] == [0.0, 0.0, 0.0]
    assert all(
        math.isclose(later - earlier, 1 / 14, abs_tol=1e-5)
        for earlier, later in itertools.pairwise(times[2:])
    )


def test_reads_leave_orders_a_place_however_many_they_are() -> None:
    throttle = Throttle(REAL, 0.0)
    for _ in range(200):
        throttle.enter(Lane.VISIBLE, 0.0)
    drain(throttle, 0.0, 5.0)
    order = throttle.enter(Lane.ORDER, 5.0)
    assert order in throttle.admit(5.0)


def test_orders_may_go_all_at_once_up_to_the_plan() -> None:
    throttle = Throttle(REAL, 0.0)
    for _ in range(20):
        throttle.enter(Lane.ORDER, 0.0)
    assert len(throttle.admit(0.0)) == 15
    assert throttle.wait(0.0) == 1.0


@given(
    PACES,
    st.lists(
        st.tuples(LANES | st.just(Lane.ORDER), st.just(0.0) | st.floats(0, 0.1) | st.floats(0, 2)),
        min_size=1,
        max_size=100,
    ),
)
@example(REAL, [(Lane.ORDER, 0.0)] * 40)
@example(REAL, [(Lane.VISIBLE, 0.0), (Lane.ORDER, 0.05)] * 30)
def test_no_second_sees_more_than_the_plan_whatever_comes(
    pace: Pace, arrivals: list[tuple[Lane, float]]
) -> None:
    throttle = Throttle(pace, 0.0)
    now, went = 0.0, []
    for lane, pause in arrivals:
        went += [at for at, _ in drain(throttle, now, now + pause)]
        now += pause
        throttle.enter(lane, now)
    went += [at for at, _ in drain(throttle, now, now + 1000)]
    assert len(went) == len(arrivals)
    places = math.ceil(pace.plan)
    assert most_within(went, 1.0 - 1e-6) <= places <= pace.server
    assert most_within(went, places / pace.plan - 1e-6) <= places


@given(
    PACES,
    st.lists(st.tuples(LANES, st.floats(0, 0.95), st.floats(0, 0.95)), min_size=20, max_size=80),
)
def test_no_second_of_the_server_sees_more_than_its_limit_whatever_the_way_takes(
    pace: Pace, calls: list[tuple[Lane, float, float]]
) -> None:
    """Up and down take what they will; an answer is known only when it is back."""
    throttle = Throttle(pace, 0.0)
    ways = {throttle.enter(lane, 0.0): (up, down) for lane, up, down in calls}
    under_way: list[tuple[float, Ticket]] = []
    arrivals: list[float] = []
    now = 0.0
    while throttle.waiting:
        for ticket in throttle.admit(now):
            up, down = ways[ticket]
            arrivals.append(now + up)
            under_way.append((now + up + down, ticket))
        back = min((at for at, _ in under_way), default=math.inf)
        now = min(now + max(throttle.wait(now) or 0.0, 1e-6), max(back, now))
        for at, ticket in [pair for pair in under_way if pair[0] <= now]:
            throttle.answered(ticket, now)
            under_way.remove((at, ticket))
    assert len(arrivals) == len(calls)
    assert most_within(arrivals, 1.0) <= pace.server


def test_paper_goes_on_when_an_answer_stays_away() -> None:
    throttle = Throttle(PAPER, 0.0)
    throttle.enter(Lane.VISIBLE, 0.0)
    throttle.admit(0.0)
    throttle.enter(Lane.ORDER, 0.0)
    assert throttle.wait(0.0) == 2.02


def test_an_answer_that_is_known_to_have_left_the_second_is_no_matter() -> None:
    throttle = Throttle(PAPER, 0.0)
    first = throttle.enter(Lane.VISIBLE, 0.0)
    throttle.admit(0.0)
    throttle.enter(Lane.VISIBLE, 3.0)
    assert len(throttle.admit(3.0)) == 1
    throttle.answered(first, 3.0)
    assert throttle.wait(3.0) is None


def test_after_a_refusal_nobody_goes_for_a_while() -> None:
    throttle = Throttle(REAL, 0.0)
    throttle.enter(Lane.ORDER, 0.0)
    throttle.back_off(0.0, 0.15)
    throttle.back_off(0.0, 0.05)
    assert throttle.admit(0.1) == []
    assert len(throttle.admit(0.151)) == 1


def test_a_lane_that_the_ledger_refuses_waits_and_the_others_go_on() -> None:
    throttle = Throttle(REAL, 0.0)
    assert throttle.ledger_refused(Lane.ACCOUNT, 0.0, 1.0) == 1.0
    throttle.enter(Lane.ACCOUNT, 0.0)
    background = throttle.enter(Lane.BACKGROUND, 0.0)
    assert throttle.admit(0.0) == [background]
    assert throttle.wait(0.0) == 1.0
    assert throttle.admit(0.9) == []
    assert len(throttle.admit(1.0)) == 1


def test_the_ledger_s_pauses_grow_up_to_a_bound() -> None:
    throttle = Throttle(REAL, 0.0)
    pauses = [throttle.ledger_refused(Lane.ACCOUNT, 0.0, 1.0) for _ in range(6)]
    assert pauses == [1.0, 2.0, 4.0, 8.0, 16.0, 16.0]


def test_the_account_is_polled_less_until_the_ledger_was_calm_for_a_while() -> None:
    throttle = Throttle(REAL, 0.0)
    throttle.ledger_refused(Lane.ACCOUNT, 0.0, 1.0)
    throttle.ledger_refused(Lane.ACCOUNT, 0.0, 1.0)
    for _ in range(40):
        throttle.enter(Lane.ACCOUNT, 0.0)
    times = [at for at, _ in drain(throttle, 0.0, 100.0)]
    slow = [at for at in times if at < CALM + 2.0]
    assert all(later - earlier >= 2.0 for earlier, later in itertools.pairwise(slow))
    assert len(times) == 40
    assert times[-1] < CALM + 8.0


@given(st.lists(st.sampled_from([Lane.ACCOUNT, Lane.VISIBLE]), min_size=40, max_size=120))
def test_what_is_overtaken_trickles_through(crowd: list[Lane]) -> None:
    throttle = Throttle(SINGLE, 0.0)
    for lane in [*crowd, *[Lane.VISIBLE] * 10, *[Lane.BACKGROUND] * 5]:
        throttle.enter(lane, 0.0)
    lanes = [ticket.lane for _, ticket in drain(throttle, 0.0, 1000.0)]
    assert len(lanes) == len(crowd) + 15
    for lane, at_least in {Lane.VISIBLE: 3, Lane.BACKGROUND: 8}.items():
        places = [-1, *(at for at, gone in enumerate(lanes) if gone is lane)]
        longest = max(later - earlier for earlier, later in itertools.pairwise(places))
        assert longest <= at_least + 1


def test_an_order_overtakes_even_what_was_overtaken_for_long() -> None:
    throttle = Throttle(SINGLE, 0.0)
    for _ in range(20):
        throttle.enter(Lane.ACCOUNT, 0.0)
    throttle.enter(Lane.BACKGROUND, 0.0)
    drain(throttle, 0.0, 0.65)
    order = throttle.enter(Lane.ORDER, 0.7)
    assert throttle.admit(0.7)[0] is order


def test_who_moves_up_keeps_the_place_of_its_age() -> None:
    throttle = Throttle(SINGLE, 0.0)
    young = [throttle.enter(lane, 0.0) for lane in (Lane.BACKGROUND, Lane.VISIBLE, Lane.VISIBLE)]
    throttle.move(young[0], Lane.VISIBLE)
    assert [ticket for _, ticket in drain(throttle, 0.0, 10.0)] == young
    throttle.move(young[0], Lane.ORDER)
    assert throttle.waiting == 0


def test_a_slower_pace_holds_from_the_next_request_on() -> None:
    throttle = Throttle(REAL, 0.0)
    for _ in range(30):
        throttle.enter(Lane.VISIBLE, 0.0)
    before = drain(throttle, 0.0, 1.0)
    throttle.change_pace(NEWCOMER, 1.1)
    times = [at for at, _ in drain(throttle, 1.1, 60.0)]
    assert len(before) + len(times) == 30
    assert most_within(times, 1.2 - 1e-6) <= 3


def test_the_use_of_the_last_second_is_counted_and_old_uses_are_forgotten() -> None:
    throttle = Throttle(REAL, 0.0)
    for _ in range(3):
        throttle.enter(Lane.VISIBLE, 0.0)
    throttle.admit(0.0)
    assert throttle.used(0.5) == 3
    assert throttle.used(1.0) == 0
    assert throttle.admit(10.0) == []
