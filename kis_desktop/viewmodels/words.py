"""The words of a view model in the trader's language, by message id."""

from __future__ import annotations

from kis_desktop.catalogue.message_texts import render
from kis_desktop.domain.message import Argument, Message


class Words:
    """`words("ticket.buy")` is the text of that id; arguments are given by name."""

    __slots__ = ("language",)

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, id_: str, **arguments: Argument) -> str:
        return render(Message(id_, arguments), self.language)

    def sentence(self, told: Message) -> str:
        """A message as its sentence with the server's code behind it."""
        return render(told, self.language)

    def sentences(self, told: tuple[Message, ...]) -> str:
        """Several messages one behind the other."""
        return " ".join(render(each, self.language) for each in told)
