"""A block of reply fields as data: names in the documented order with what stands for "unknown"."""

from collections.abc import Mapping


class Filled(dict[str, str]):
    """A block with values; `given` are those that were not left to their default."""

    def __init__(self, unknown: Mapping[str, str], values: Mapping[str, str]) -> None:
        super().__init__({**unknown, **values})
        self.given = frozenset(values)


class FieldBlock:
    """Written as `"name name=0 name=0.00"`: without a default an unknown field is empty."""

    def __init__(self, spec: str) -> None:
        pairs = [word.partition("=") for word in spec.split()]
        self._unknown = {name: default for name, _, default in pairs}

    @property
    def names(self) -> tuple[str, ...]:
        """All fields in the documented order."""
        return tuple(self._unknown)

    def filled(self, values: Mapping[str, str]) -> Filled:
        """The whole block with these values; raises KeyError for a field it does not have."""
        strangers = values.keys() - self._unknown.keys()
        if strangers:
            raise KeyError(f"fields that are not in the block: {sorted(strangers)}")
        return Filled(self._unknown, values)
