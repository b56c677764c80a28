"""Refusals: the caller asked the impossible. Every one has a stable code listed in docs/errors.md."""

from typing import Any, ClassVar


class Refusal(Exception):
    """Raised by services; the API answers `status` with `{code, detail, ...}`, pages show `detail`.

    A subclass sets `code`, `status` and `template`; context fills the template and stays readable.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    template: ClassVar[str] = "This is not possible now."

    def __init__(self, *, fields: dict[str, str] | None = None, problems: list[Any] | None = None, **context: Any):
        self.context = context
        self.fields = fields or {}
        self.problems = problems or []
        super().__init__(self.template.format(**context))

    @property
    def detail(self) -> str:
        return str(self)


class NotFound(Refusal):
    code = "not_found"
    status = 404
    template = "There is no {what} {name}."


class NotAllowed(Refusal):
    code = "not_allowed"
    status = 403
    template = "You are not allowed to {act}."


class Unreadable(Refusal):
    """An address or a body that holds what no text may hold."""

    code = "unreadable"
    status = 400
    template = "This request cannot be read: it holds a character that no text may hold."


class Invalid(Refusal):
    """Input that cannot be taken; `fields` says which and why."""

    code = "invalid"
    status = 422
    template = "{summary}"
