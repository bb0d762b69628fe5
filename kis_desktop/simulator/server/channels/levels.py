"""A channel of books whose records are as long as the book has levels."""

from dataclasses import dataclass

from kis_desktop.catalogue import loader
from kis_desktop.simulator.server.channels.streamed import Streamed
from kis_desktop.simulator.server.layout import Values


@dataclass(frozen=True, slots=True)
class Levels(Streamed):
    """The catalogue documents one level; values of further ones come behind it, in order."""

    def text(self, values: Values) -> str:
        """The head and the first level as documented, further levels behind them."""
        documented = {field.name for field in loader.channel(self.id).fields}
        first = {name: value for name, value in values.items() if name in documented}
        rest = (str(value) for name, value in values.items() if name not in documented)
        return "^".join((Streamed.text(self, first), *rest))
