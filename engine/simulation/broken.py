"""A law that does not hold."""


class Broken(Exception):
    """law: a stable word (engine/simulation/laws.py); detail: what was seen."""

    def __init__(self, law: str, detail: object = "") -> None:
        self.law, self.detail = law, str(detail)
        super().__init__(f"{law}: {self.detail}" if self.detail else law)


def law(name: str, holds: object, detail: object = "") -> None:
    """raises Broken"""
    if not holds:
        raise Broken(name, detail)
