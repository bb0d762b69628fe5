"""Alerts as a table, in words, and as they are written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from kis_desktop.domain.alert import (
    ALL_CHANNELS,
    Against,
    Alert,
    AlertBoard,
    AlertFired,
    BarVolume,
    Channel,
    Condition,
    DayVolume,
    Frequency,
    LineCross,
    Often,
    PercentMove,
    Point,
    PriceCross,
    PriceReach,
    Stand,
    StudyCross,
    Way,
)
from kis_desktop.domain.bar import Interval
from kis_desktop.domain.errors import InvalidInput
from kis_desktop.domain.message import message
from kis_desktop.services.topics import Topic
from kis_desktop.ui import gallery_alerts
from kis_desktop.viewmodels.alert_draft import AlertDraft, Field, Kind, Until
from kis_desktop.viewmodels.alert_words import sentence
from kis_desktop.viewmodels.alerts import AlertList, Shown
from kis_desktop.viewmodels.announcements import Announcement, Announcements, Notable
from kis_desktop.viewmodels.announcements import Way as Told
from kis_desktop.viewmodels.freshness import PanelState
from kis_desktop.viewmodels.log import Log
from kis_desktop.viewmodels.words import Words
from tests.unit.screen_desk import HYNIX, SAMSUNG, Desk, quote

D, NOW = Decimal, datetime(2026, 11, 20, 1, 12, 33, tzinfo=UTC)
LINE = LineCross(Point(0, D(1)), Point(9, D(2)), Interval.DAY, Way.DOWN)


class AlertService:
    """What was asked, and what fails."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, object]] = []
        self.fails: InvalidInput | None = None

    async def make(self, alert: Alert) -> str:
        return await self._take("make", alert)

    async def change(self, alert: Alert) -> None:
        await self._take("change", alert)

    async def pause(self, ids: tuple[str, ...]) -> None:
        await self._take("pause", ids)

    async def resume(self, ids: tuple[str, ...]) -> None:
        await self._take("resume", ids)

    async def adjust(self, ids: tuple[str, ...]) -> None:
        await self._take("adjust", ids)

    async def remove(self, ids: tuple[str, ...]) -> None:
        await self._take("remove", ids)

    async def _take(self, what: str, value: object) -> str:
        self.asked.append((what, value))
        if self.fails is not None:
            raise self.fails
        return "a"


@pytest.fixture
async def desk(qtbot: QtBot) -> Desk:
    made = Desk()
    vars(made.services)["alerts"] = AlertService()
    return made


def service(desk: Desk) -> AlertService:
    found = vars(desk.services)["alerts"]
    assert isinstance(found, AlertService)
    return found


def scene(desk: Desk, *, empty: bool = False) -> None:
    desk.put(Topic.ALERTS, "", gallery_alerts.board(NOW, empty=empty))
    desk.frame()


@pytest.mark.parametrize(
    ("condition", "frequency", "told"),
    [
        (PriceCross(D(98_400), Way.UP), Frequency(), "삼성전자가 98,400원을 위로 지나면 한 번"),
        (
            PriceReach(D(98_400), Way.DOWN),
            Frequency(Often.EVERY, 5, D("0.50")),
            "삼성전자가 98,400원 이하이면 그때마다, 5분에 한 번까지, 0.5% 되돌린 뒤 다시",
        ),
        (PercentMove(D("2.50")), Frequency(), "삼성전자가 전일 종가에서 2.5% 이상 움직이면 한 번"),
        (
            PercentMove(D(3), Way.UP, D(98_000)),
            Frequency(),
            "삼성전자가 98,000원보다 3% 이상 오르면 한 번",
        ),
        (LINE, Frequency(), "삼성전자가 그은 선을 아래로 지나면 한 번"),
        (
            StudyCross("rsi", Interval.DAY, (14.0,), level=D(30), way=Way.DOWN),
            Frequency(Often.BAR_CLOSE, interval=Interval.DAY),
            "값이 30을 아래로 지나면 1일봉 마감마다",
        ),
        (
            StudyCross("sma", Interval.MINUTE_5, (20.0,), against=Against.PRICE),
            Frequency(),
            "삼성전자의 이동평균 20(5분) 값이 가격을 지나면 한 번",
        ),
        (
            StudyCross("gone", Interval.MINUTE_5, against=Against.OUTPUT),
            Frequency(),
            "삼성전자의 gone(5분) 값이 1을 지나면 한 번",
        ),
        (
            BarVolume(Interval.MINUTE_5, 1000),
            Frequency(Often.BAR_CLOSE),
            "삼성전자의 5분봉 거래량이 1,000주 이상이면 봉 마감마다",
        ),
        (
            BarVolume(Interval.WEEK, times=D("1.5"), bars=4),
            Frequency(),
            "삼성전자의 1주봉 거래량이 앞 4봉 평균의 1.5배 이상이면 한 번",
        ),
        (DayVolume(5), Frequency(), "삼성전자의 하루 거래량이 5주 이상이면 한 번"),
    ],
)
def test_an_alert_says_itself_whole(condition: Condition, frequency: Frequency, told: str) -> None:
    said = sentence(Alert("a", SAMSUNG, condition, frequency), "삼성전자", Words("ko"))
    assert told in said


async def test_the_table_shows_each_alert_with_its_distance(desk: Desk) -> None:
    alerts = AlertList(desk.context)
    assert alerts.state is PanelState.LOADING
    desk.show(quote())
    scene(desk)
    first = alerts.table.row(0)
    assert [cell.text for cell in first.cells[:3]] == [
        "삼성전자",
        "98,800원을 위로 지나면",
        "한 번",
    ]
    assert first.cells[3].text == "+0.40%"
    held = alerts.table.find("10")
    assert held is not None
    assert held.cells[4].text == "보류"
    assert held.cells[4].note == "권리락으로 보류: 전일 종가 268,500원, 오늘 기준가 241,000원"
    assert alerts.title == "알림 7"


async def test_a_row_follows_its_alert_and_the_price(desk: Desk) -> None:
    alerts = AlertList(desk.context)
    for level, last, distance in (
        (99_000, 98_000, "+1.02%"),
        (99_000, 99_000, "0.00%"),
        (97_000, 99_000, "−2.02%"),
    ):
        board = AlertBoard((Alert("a", SAMSUNG, PriceCross(D(level))),))
        desk.put(Topic.ALERTS, "", board)
        desk.show(quote(last=last))
        told = [cell.text for cell in alerts.table.row(0).cells[1:4]]
        assert told[0].startswith(f"{level:,}원")
        assert told[2] == distance


async def test_who_comes_later_knows_what_was_told_before(desk: Desk) -> None:
    desk.show(quote(last=98_000))
    scene(desk)
    assert AlertList(desk.context).state is PanelState.LIVE
    assert "98,000" in AlertDraft(desk.context, SAMSUNG).last_text


async def test_an_empty_table_says_what_to_do(desk: Desk) -> None:
    alerts = AlertList(desk.context)
    scene(desk, empty=True)
    assert (alerts.state, "Alt+A" in alerts.state_text) == (PanelState.EMPTY, True)


@pytest.mark.parametrize(
    ("shown", "ids"),
    [
        (Shown.ARMED, {"1", "2", "3", "4", "5", "6", "7"}),
        (Shown.WAITING, {"10", "11"}),
        (Shown.OVER, {"8", "9"}),
    ],
)
async def test_some_are_shown_alone(desk: Desk, shown: Shown, ids: set[str]) -> None:
    alerts = AlertList(desk.context)
    scene(desk)
    alerts.choose(shown)
    assert set(alerts.table.ids()) == ids


async def test_some_are_found_by_a_word(desk: Desk) -> None:
    alerts = AlertList(desk.context)
    scene(desk)
    alerts.seek("추세선")
    assert alerts.table.ids() == ("4",)
    alerts.seek("nothing of that")
    assert "찾는 알림이 없습니다" in alerts.state_text


async def test_what_is_asked_goes_to_the_service_and_a_refusal_is_said(desk: Desk) -> None:
    alerts = AlertList(desk.context)
    scene(desk)
    service(desk).fails = InvalidInput(message("alert.until_past"))
    for ask in (alerts.pause, alerts.resume, alerts.adjust, alerts.remove):
        ask(("1", "2"))
    alerts.pause(())
    await desk.settle()
    assert [what for what, _ in service(desk).asked] == ["pause", "resume", "adjust", "remove"]
    assert alerts.failure == "오늘 또는 그 뒤의 날짜를 넣으세요."


async def test_a_picked_alert_shows_its_symbol_everywhere(desk: Desk) -> None:
    alerts = AlertList(desk.context)
    scene(desk)
    alerts.pick("3")
    assert desk.link.symbol == HYNIX


CONDITIONS: tuple[tuple[Condition, Frequency], ...] = (
    (PriceCross(D(98_400), Way.UP), Frequency()),
    (PriceReach(D(98_400), Way.DOWN), Frequency(Often.EVERY, 5, D("0.5"))),
    (PercentMove(D(3)), Frequency()),
    (PercentMove(D(3), Way.DOWN, D(98_000)), Frequency()),
    (LINE, Frequency()),
    (
        StudyCross("sma", Interval.DAY, (5.0,), level=D(-3), way=Way.DOWN, priced=True),
        Frequency(Often.BAR_CLOSE, interval=Interval.DAY),
    ),
    (BarVolume(Interval.DAY, 100), Frequency()),
    (BarVolume(Interval.DAY, None, D("1.5"), 5), Frequency()),
    (DayVolume(5), Frequency(Often.BAR_CLOSE, interval=Interval.MINUTE_15)),
)


@pytest.mark.parametrize(("condition", "frequency"), CONDITIONS)
async def test_what_is_opened_and_kept_is_what_it_was(
    desk: Desk, condition: Condition, frequency: Frequency
) -> None:
    alert = Alert("a", SAMSUNG, condition, frequency, "메모", channels=frozenset({Channel.LOG}))
    draft = AlertDraft(desk.context, "", alert)
    assert draft.alert == alert
    assert draft.refusal == ""
    draft.send()
    await desk.settle()
    assert service(desk).asked == [("change", alert)]


async def test_a_new_alert_is_made_of_what_is_chosen_and_typed(desk: Desk) -> None:
    draft = AlertDraft(desk.context, SAMSUNG)
    assert draft.refusal == "0보다 큰 가격을 넣으세요."
    assert not draft.can_send
    draft.type(Field.LEVEL, "98,800")
    draft.choose(way=Way.UP, until=Until.WEEK)
    draft.write_note(" 돌파 ")
    draft.tell_by(Channel.SOUND, wanted=False)
    desk.show(quote())
    assert draft.last_text == "현재가 98,400"
    done: list[bool] = []
    draft.done.connect(lambda: done.append(True))
    draft.send()
    await desk.settle()
    ((what, made),) = service(desk).asked
    assert isinstance(made, Alert)
    assert (what, made.condition, made.note) == ("make", PriceCross(D(98_800), Way.UP), "돌파")
    assert made.channels == ALL_CHANNELS - {Channel.SOUND}
    assert done == [True]


async def test_a_refusal_of_the_service_is_said_and_can_be_tried_again(desk: Desk) -> None:
    draft = AlertDraft(desk.context, SAMSUNG)
    draft.type(Field.LEVEL, "98,800")
    service(desk).fails = InvalidInput(message("alert.too_many", most=1000))
    draft.send()
    assert not draft.can_send
    await desk.settle()
    assert draft.failure.startswith("알림은 1,000개까지")
    assert draft.can_send


async def test_rows_follow_what_is_chosen(desk: Desk) -> None:
    draft = AlertDraft(desk.context, SAMSUNG)
    assert Kind.LINE not in draft.kinds
    assert {"level", "way"} <= draft.shown
    draft.choose(kind=Kind.REACH)
    assert draft.way is Way.UP
    draft.choose(kind=Kind.STUDY, often=Often.EVERY)
    assert {"study", "value", "pause", "rearm"} <= draft.shown
    draft.choose(against=Against.OUTPUT)
    assert "other" in draft.shown
    draft.choose(study="sma")
    assert draft.against is Against.LEVEL
    draft.choose(kind=Kind.DAY_VOLUME, often=Often.BAR_CLOSE)
    assert {"shares", "close_interval"} <= draft.shown


async def test_an_indicators_numbers_are_held_to_what_is_allowed(desk: Desk) -> None:
    draft = AlertDraft(desk.context, SAMSUNG)
    draft.choose(kind=Kind.STUDY, study="sma")
    draft.type_parameters("0.2 x")
    assert draft.parameters_text == "1"
    assert draft.parameter_names == "기간"


async def test_a_step_is_a_tick_of_the_price_and_one_of_all_else(desk: Desk) -> None:
    draft = AlertDraft(desk.context, SAMSUNG)
    draft.step(Field.LEVEL, 1)
    assert draft.texts[Field.LEVEL] == ""
    desk.show(msgspec.structs.replace(quote(), tick=D(100)))
    draft.step(Field.LEVEL, 2)
    assert draft.texts[Field.LEVEL] == "98,600"
    draft.step(Field.PERCENT, 1)
    draft.step(Field.PERCENT, -2)
    assert draft.texts[Field.PERCENT] == "1"
    draft.step(Field.VALUE, -5)
    assert draft.texts[Field.VALUE] == "-5"


def fired(
    id_: str, symbol: str = SAMSUNG, *, missed: bool = False, **changes: object
) -> AlertFired:
    alert = Alert(id_, symbol, PriceCross(D(98_400), Way.UP))
    return AlertFired(msgspec.structs.replace(alert, **changes), NOW, D(98_500), missed)


async def test_a_fired_alert_makes_a_note_a_sound_and_a_line(desk: Desk) -> None:
    view, log = Announcements(desk.context), Log(desk.context)
    notes, sounds = list[Announcement](), list[Notable]()
    view.announced.connect(notes.append)
    view.sounded.connect(sounds.append)
    desk.tell(fired("a", note="전고점"))
    assert (notes[0].title, notes[0].symbol) == ("알림 · 삼성전자", SAMSUNG)
    assert notes[0].text == "98,400원을 위로 지나면 · 98,500원\n전고점"
    assert sounds == [Notable.ALERT]
    assert log.table.row(0).cells[2].text == "알림 · 삼성전자 98,400원을 위로 지나면 · 98,500원"
    desk.tell(fired("b", missed=True, channels=frozenset({Channel.LOG})))
    assert (len(notes), len(sounds)) == (1, 1)
    assert "꺼져 있던 동안 지나침" in log.table.row(0).cells[2].text
    desk.tell(fired("c", channels=frozenset({Channel.TOAST})))
    assert (len(notes), len(sounds), log.table.rowCount()) == (2, 1, 2)


async def test_a_burst_is_told_by_few_notes_and_one_sound(desk: Desk) -> None:
    view = Announcements(desk.context)
    notes, sounds = dict[str, Announcement](), list[Notable]()
    view.announced.connect(lambda told: notes.__setitem__(told.key, told))
    view.sounded.connect(sounds.append)
    desk.tell(*(fired(str(number), (SAMSUNG, HYNIX)[number % 2]) for number in range(40)))
    assert list(notes) == ["alert/0", "alert/1", "alert/bundle"]
    assert (notes["alert/bundle"].title, len(sounds)) == ("알림 38건 더", 1)
    assert notes["alert/bundle"].text == "SK하이닉스, 삼성전자"
    view.forget("alert/bundle")
    desk.tell(fired("x"))
    assert notes["alert/bundle"].title == "알림 1건 더"


async def test_what_is_muted_or_not_wanted_is_silent(desk: Desk) -> None:
    view = Announcements(desk.context)
    notes, sounds = list[object](), list[object]()
    view.announced.connect(notes.append)
    view.sounded.connect(sounds.append)
    view.settings.choose(Notable.ALERT, Told.NOTE, chosen=False)
    view.settings.mute(muted=True)
    desk.tell(fired("a"))
    assert (notes, sounds) == ([], [])


async def test_an_alert_of_another_day_has_its_last_day_kept(desk: Desk) -> None:
    until = NOW.date() + timedelta(days=400)
    alert = Alert("a", SAMSUNG, DayVolume(5), until=until, stand=Stand.PAUSED)
    assert AlertDraft(desk.context, "", alert).alert.until == until


async def test_the_day_that_an_alert_ends_on_is_told_kept_and_can_be_taken_away(desk: Desk) -> None:
    assert Until.KEPT not in AlertDraft(desk.context, SAMSUNG).untils
    day = NOW.date() + timedelta(days=3)
    draft = AlertDraft(desk.context, "", Alert("a", SAMSUNG, PriceCross(D(98_400)), until=day))
    told = [(draft.until, draft.alert.until)]
    draft.choose(until=Until.ALWAYS)
    told.append((draft.until, draft.alert.until))
    draft.choose(until=Until.KEPT)
    told.append((draft.until, draft.alert.until))
    assert told == [(Until.KEPT, day), (Until.ALWAYS, None), (Until.KEPT, day)]


async def test_what_is_no_number_for_an_indicator_leaves_its_usual_one(desk: Desk) -> None:
    draft = AlertDraft(desk.context, SAMSUNG)
    draft.choose(kind=Kind.STUDY, study="rsi")
    draft.type_parameters("nan 5")
    assert draft.parameters_text == "14, 5"


@pytest.mark.parametrize("text", ["1e9", "1e999999999", "Infinity", "--3", "9" * 40, "٣"])
async def test_what_is_no_figure_is_asked_for_again(desk: Desk, text: str) -> None:
    draft = AlertDraft(desk.context, SAMSUNG)
    draft.type(Field.LEVEL, text)
    assert draft.refusal == "0보다 큰 가격을 넣으세요."
    draft.choose(kind=Kind.STUDY, study="rsi")
    draft.type(Field.VALUE, text)
    assert not draft.can_send
    draft.type(Field.VALUE, "-0.5")
    assert draft.can_send
