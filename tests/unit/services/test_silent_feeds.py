"""A thin stock is not a silent feed: only a read that knows more than the stream says so."""

from kis_desktop.services.silent_feeds import SilentFeeds


def quiet(volume: int | None = 100) -> SilentFeeds:
    """One symbol that was heard at second 0 and then no more."""
    feeds = SilentFeeds()
    feeds.follow(["A"], 0.0)
    if volume is not None:
        assert not feeds.heard("A", volume, 0.0)
    return feeds


def test_a_read_that_shows_more_volume_and_no_print_after_it_is_a_silence() -> None:
    feeds = quiet()
    assert feeds.due(29.0) is None
    assert feeds.due(30.0) == "A"
    feeds.read("A", 150, 30.0)
    assert feeds.found(39.0) == ()
    assert feeds.found(40.0) == ("A",)
    assert feeds.is_silent("A")
    assert feeds.found(41.0) == ()
    assert feeds.due(500.0) is None


def test_a_thin_stock_is_looked_at_once_a_minute_and_left_alone() -> None:
    feeds = quiet()
    looks = []
    for second in range(301):
        if feeds.due(float(second)) is not None:
            looks.append(second)
            feeds.read("A", 100, float(second))
        assert feeds.found(float(second)) == ()
    assert looks == [30, 90, 150, 210, 270]


def test_a_read_that_overtook_the_print_is_no_silence() -> None:
    feeds = quiet()
    feeds.read("A", 150, 30.0)
    assert not feeds.heard("A", 150, 30.5)
    assert feeds.found(60.0) == ()


def test_a_read_that_began_before_the_last_print_says_nothing() -> None:
    feeds = quiet()
    feeds.heard("A", 110, 50.0)
    feeds.read("A", 150, 49.0)
    assert feeds.found(100.0) == ()


def test_one_that_never_printed_is_measured_from_the_first_read() -> None:
    feeds = quiet(None)
    feeds.read("A", 500, 30.0)
    assert feeds.found(60.0) == ()
    feeds.read("A", 500, 90.0)
    assert feeds.found(110.0) == ()
    feeds.read("A", 501, 150.0)
    assert feeds.found(160.0) == ("A",)


def test_a_print_ends_the_silence() -> None:
    feeds = quiet()
    feeds.read("A", 150, 30.0)
    feeds.found(40.0)
    assert feeds.heard("A", 151, 41.0)
    assert not feeds.is_silent("A")
    assert feeds.found(100.0) == ()


def test_a_registration_that_was_renewed_is_still_silent_until_it_is_heard() -> None:
    feeds = quiet()
    feeds.read("A", 150, 30.0)
    assert feeds.found(40.0) == ("A",)
    feeds.follow([], 41.0)
    feeds.follow(["A"], 42.0)
    assert feeds.is_silent("A")
    assert feeds.found(200.0) == ()
    assert feeds.heard("A", None, 201.0)


def test_a_new_line_holds_nothing_against_anyone() -> None:
    feeds = quiet()
    feeds.read("A", 150, 30.0)
    feeds.found(40.0)
    feeds.begin()
    assert not feeds.is_silent("A")
    feeds.read("B", 1, 50.0)
    feeds.read("A", None, 50.0)
    assert not feeds.heard("A", 151, 51.0)
    assert feeds.found(100.0) == ()


def test_looks_are_five_seconds_apart_and_go_round_faster_once_one_was_silent() -> None:
    feeds = SilentFeeds()
    symbols = [f"{number:06}" for number in range(40)]
    feeds.follow(symbols, 0.0)
    looked = [symbol for second in range(30, 90) if (symbol := feeds.due(float(second)))]
    assert looked == symbols[:12]
    for symbol in symbols:
        feeds.read(symbol, 100, 91.0)
    feeds.read(symbols[0], 101, 92.0)
    assert feeds.found(102.0) == (symbols[0],)
    looked = [symbol for second in range(103, 123) if (symbol := feeds.due(float(second)))]
    assert looked == symbols[12:32]
