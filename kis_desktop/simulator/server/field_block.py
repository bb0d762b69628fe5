"""A block of reply fields as data: names in the documented order with what stands for "unknown"."""

from collections.abc import Mapping


class FieldBlock:
    """Written as `"name name=0 name=0.00"`: without a default an unknown field is empty."""

    def __init__(self, spec: str) -> None:
        pairs = [word.partition("=") for word in spec.split()]
        self._unknown = {name: default for name, _, default in pairs}

    @property
    def names(self) -> tuple[str, ...]:
        """All fields in the documented order."""
        return tuple(self._unknown)

    def filled(self, values: Mapping[str, str]) -> dict[str, str]:
        """The whole block with these values; raises KeyError for a field it does not have."""
        strangers = values.keys() - self._unknown.keys()
        if strangers:
            raise KeyError(f"fields that are not in the block: {sorted(strangers)}")
        return self._unknown | dict(values)
