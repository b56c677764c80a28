"""Actions that flows can call: what they take, what they give, whether they reach outside. The shell carries them out.

An action has the kind that the reference product's metadata gives it ("emailSimple") or one of our own. All other kinds
are names that a Python function of the host project fills: it is registered under the action's name.
"""

import msgspec

from engine.values import Kind


class Parameter(msgspec.Struct, frozen=True, omit_defaults=True):
    name: str
    kind: Kind = Kind.TEXT
    means: str = ""
    required: bool = False
    collection: bool = False


class ActionSpec(msgspec.Struct, frozen=True, omit_defaults=True):
    """One action.

    kind, name: how an element calls it; name "" is any name (a mail's element is often called after its own subject)
    outside:    it takes effect after the commit, through the outbox, at least once
    """

    kind: str
    name: str
    label: str
    means: str
    inputs: tuple[Parameter, ...] = ()
    outputs: tuple[Parameter, ...] = ()
    outside: bool = False

    def missing(self, given: set[str]) -> list[str]:
        """Required inputs that are not among `given`. Names do not heed case."""
        folded = {name.casefold() for name in given}
        return [one.name for one in self.inputs if one.required and one.name.casefold() not in folded]


_TEXTS = {"kind": Kind.TEXT, "collection": True}
SPECS: tuple[ActionSpec, ...] = (
    ActionSpec(
        "emailSimple",
        "",
        "Send mail",
        "Sends a mail after the commit.",
        (
            Parameter("emailAddresses", means="addresses, separated by commas"),
            Parameter("emailAddressesArray", collection=True, means="addresses as a collection"),
            Parameter("recipientId", means="a person's record"),
            Parameter("emailSubject", required=True),
            Parameter("emailBody", required=True),
            Parameter("sendRichBody", Kind.BOOLEAN, "the body is HTML"),
            Parameter("senderAddress", means="who an answer goes to"),
        ),
        outside=True,
    ),
    ActionSpec(
        "customNotificationAction",
        "",
        "Notify people",
        "A notice in the bell of each person; groups and queues reach their members.",
        (
            Parameter("recipientIds", collection=True, required=True, means="people, groups or queues"),
            Parameter("title", required=True),
            Parameter("body", required=True),
            Parameter("targetId", means="the record that the notice opens"),
            Parameter("customNotifTypeId"),
        ),
    ),
    ActionSpec(
        "chatterPost",
        "",
        "Post a comment",
        "A comment in the feed of a record.",
        (
            Parameter("subjectNameOrId", required=True, means="the record"),
            Parameter("text", required=True),
        ),
        (Parameter("feedItemId"),),
    ),
    ActionSpec(
        "routeWork",
        "",
        "Route work",
        "Gives a record, or the open work on it, to a person or a queue.",
        (
            Parameter("recordId", required=True),
            Parameter("queueId", means="a queue by name or id"),
            Parameter("agentId", means="a person's record"),
        ),
    ),
    ActionSpec(
        "startOrchestration",
        "",
        "Start an orchestration",
        "Starts a run of the orchestration that the action names; its inputs are the action's inputs.",
        (
            Parameter("recordId", means="the record that the run is about"),
            Parameter("startKey", means="the same key starts one run of it, however often the action comes"),
        ),
        (Parameter("runId"),),
    ),
    ActionSpec(
        "publishOrchestrationEvent",
        "",
        "Publish an orchestration event",
        "Requirements of a run are judged again; with a step and a status that step ends too.",
        (
            Parameter("orchestrationInstanceId", required=True, means="the run"),
            Parameter("stepInstanceId"),
            Parameter("stepStatus", means="Completed or Error"),
        ),
    ),
    ActionSpec(
        "lockRecord",
        "",
        "Lock a record",
        "Nobody but flows and people who manage runs can change it until it is unlocked.",
        (Parameter("recordId", required=True), Parameter("reason")),
    ),
    ActionSpec("unlockRecord", "", "Unlock a record", "", (Parameter("recordId", required=True),)),
    ActionSpec(
        "submit",
        "",
        "Submit for approval",
        "Starts the approval orchestration of the record's object, or the one that is named.",
        (
            Parameter("objectId", required=True, means="the record"),
            Parameter("processDefinitionNameOrId", means="the orchestration"),
            Parameter("comment"),
        ),
        (Parameter("instanceId"), Parameter("instanceStatus")),
    ),
)
_BY_KIND = {spec.kind: spec for spec in SPECS}
FUNCTION_KINDS = frozenset({"apex", "python"})


def spec_of(kind: str) -> ActionSpec | None:
    """The built-in action of a kind; None for those that a host project fills."""
    return _BY_KIND.get(kind)


def is_outside(kind: str, action: str) -> bool:
    """Whether it may not run inside a turn: nobody knows what a host project's function reaches for."""
    return kind not in _BY_KIND
