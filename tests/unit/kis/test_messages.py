import re
from pathlib import Path

import pytest

import kis_desktop.kis
from kis_desktop.catalogue.message_texts import texts

ROOT = Path(kis_desktop.kis.__file__).parent
NAMED = {
    id_
    for file in ROOT.rglob("*.py")
    for id_ in re.findall(r'"(kis\.[a-z_]+)"', file.read_text(encoding="utf-8"))
}


def test_the_wire_names_messages() -> None:
    assert "kis.order_uncertain" in NAMED
    assert len(NAMED) > 20


@pytest.mark.parametrize("id_", sorted(NAMED))
def test_every_message_of_the_wire_has_a_sentence_in_both_languages(id_: str) -> None:
    assert id_ in texts("ko")
    assert id_ in texts("en")
