from kis_desktop.kis.protocol.places import Changes, Places


def test_a_full_server_is_tried_with_one_more_after_five_minutes_then_after_ten() -> None:
    places = Places(40)
    places.full(3, 0.0)
    places.look(299.0)
    assert places.limit == 3
    places.look(300.0)
    assert places.limit == 4
    places.full(3, 301.0)
    places.look(900.0)
    assert places.limit == 3
    places.look(901.0)
    assert places.limit == 4


def test_while_it_goes_well_the_next_is_tried_at_once_until_all_are_there() -> None:
    places = Places(5)
    places.full(3, 0.0)
    places.taken(3)
    assert places.limit == 3
    places.look(300.0)
    for occupied in (3, 4, 5):
        places.taken(occupied)
    assert places.limit == 5
    places.look(1e9)
    assert places.limit == 5


def test_a_new_session_may_have_them_all() -> None:
    places = Places(40)
    places.full(3, 0.0)
    places.begin()
    assert places.limit == 40


def test_forty_changes_a_minute_and_twenty_more_for_what_was_chosen() -> None:
    changes = Changes()
    for number in range(40):
        assert changes.may(number / 10, urgent=False)
        changes.note(number / 10)
    assert not changes.may(59.9, urgent=False)
    for _ in range(20):
        assert changes.may(5.0, urgent=True)
        changes.note(5.0)
    assert not changes.may(59.9, urgent=True)
    assert not changes.may(60.0, urgent=False)
    assert changes.may(65.0, urgent=False)
