import pytest
from pytestqt.qtbot import QtBot

from kis_desktop.ui.ticket.lines import Sentence
from kis_desktop.viewmodels.roles import Tone

LONG = (
    "보내지 못했습니다: 지금은 주문할 수 없습니다. 장 운영 시간을 확인하세요. 시간이 맞는데도 "
    "나오면 서버의 원문에 다른 이유가 있습니다. — [APBK0918] 장운영시간이 아닙니다.(주문불가)"
)


@pytest.fixture
def sentence(qtbot: QtBot) -> Sentence:
    made = Sentence("told")
    qtbot.addWidget(made)
    made.resize(180, made.height())
    return made


def test_a_sentence_without_room_begins_at_its_beginning_and_says_where_it_is_cut(
    sentence: Sentence,
) -> None:
    sentence.say(LONG, Tone.DIM)
    lines = sentence.shown_lines()
    assert len(lines) == 3
    assert lines[0].startswith("보내지 못했습니다: 지금은")
    assert lines[-1].endswith("…")
    assert LONG.startswith("".join(lines)[:-1])
    assert sentence.toolTip() == LONG


def test_a_sentence_with_room_is_shown_whole(sentence: Sentence) -> None:
    sentence.say("주문 수량을 1주 이상 입력하세요.", Tone.DIM)
    assert sentence.shown_lines() == ["주문 수량을 1주 이상 입력하세요."]


def test_all_that_is_shown_fits_into_the_height(sentence: Sentence) -> None:
    sentence.say(LONG, Tone.DIM)
    assert sentence.height() >= 3 * sentence.fontMetrics().lineSpacing()
