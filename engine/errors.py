"""Errors of the core, by whose fault they are. Each has a stable code, listed in docs/errors.md."""

from typing import Any, ClassVar


class EngineError(Exception):
    """Base; a subclass sets `code` and `template`, the context fills the template and stays readable."""

    code: ClassVar[str] = "engine_error"
    template: ClassVar[str] = "The engine refused."

    def __init__(self, **context: Any):
        self.context = context
        super().__init__(self.template.format(**context))


class EventRejected(EngineError):
    """The caller's fault: the event is not possible in this state. The API answers 409.

    context: event (its name), status (of the run or step)
    """

    code = "event_rejected"
    template = "{event} is not possible while the status is {status}."


class Fault(EngineError):
    """A step or flow failed while running: an event and a state people can repair, never a crash.

    context: message (for people), element (API name or "")
    """

    code = "fault"
    template = "{message}"

    def __init__(self, *, message: str, element: str = "", code: str | None = None, **context: Any):
        super().__init__(message=message, element=element, **context)
        self.fault_code = code or self.code
