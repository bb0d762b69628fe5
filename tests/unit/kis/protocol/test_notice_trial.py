from kis_desktop.kis.protocol.notice_trial import AGAIN_SECONDS, NoticeTrial


def test_one_close_may_be_chance() -> None:
    trial = NoticeTrial()
    assert not trial.closed(0.0)
    assert not trial.withheld
    assert not trial.is_due(1e9)


def test_after_two_closes_they_are_withheld_for_a_long_while() -> None:
    trial = NoticeTrial()
    trial.closed(0.0)
    assert trial.closed(5.0)
    assert trial.withheld
    assert trial.retry_at == 5.0 + AGAIN_SECONDS
    assert not trial.is_due(5.0 + AGAIN_SECONDS - 1)
    assert trial.is_due(5.0 + AGAIN_SECONDS)


def test_when_they_are_tried_again_one_close_is_enough() -> None:
    trial = NoticeTrial()
    trial.closed(0.0)
    trial.closed(5.0)
    trial.begin()
    assert not trial.withheld
    assert not trial.is_due(1e9)
    assert trial.closed(900.0)
    assert trial.is_due(900.0 + AGAIN_SECONDS)


def test_a_confirmation_forgives_the_closes_before_it() -> None:
    trial = NoticeTrial()
    trial.closed(0.0)
    trial.confirmed()
    assert not trial.closed(5.0)


def test_a_refusal_withholds_nothing_and_is_asked_again() -> None:
    trial = NoticeTrial()
    trial.refused(5.0)
    assert not trial.withheld
    assert trial.is_due(5.0 + AGAIN_SECONDS)
    trial.confirmed()
    assert not trial.is_due(5.0 + AGAIN_SECONDS)


def test_a_line_that_closes_without_them_too_acquits_them() -> None:
    trial = NoticeTrial()
    trial.closed(0.0)
    trial.closed(5.0)
    trial.acquitted()
    assert not trial.withheld
    assert trial.retry_at is None
    assert not trial.closed(9.0)
