"""An XML element while it is read: what is taken is understood, what is left is kept as `extra`."""

from typing import Any

from lxml import etree

from builder.metadata.report import Rejected, Report
from builder.metadata.source import NIL, line_of, local_name

# Kept, but of no meaning for running: layout, other platform's switches, and settings at their defaults.
QUIET = {
    "locationX", "locationY", "processMetadataValues", "environments", "areMetricsLoggedToDataCloud", "conditionType",
    "outputConfigParams", "styleProperties", "inputsOnNextNavToAssocScrn", "customProperties", "nameSegment",
    "versionSegment", "exitActionType", "entryActionType", "elementSubtype", "description", "triggerOrder",
    "isTemplate", "sourceTemplate", "isVisible", "regionContainerType",
}  # fmt: skip
DEFAULTS = {
    "canAssigneeEdit": "false", "shouldLock": "false", "debugSimulateStep": "false", "isDisabled": "false",
    "isReadOnly": "false", "isOverridable": "false", "isAdditionalPermissionRequiredToRun": "false",
}  # fmt: skip


class Node:
    """Reads the children of one element.

    feature: how unsupported children are named in the report ("orchestratedStages.stageSteps")
    path:    where problems point ("elements/Stage_1/steps/Ask")
    """

    def __init__(self, element: etree._Element, report: Report, *, feature: str = "", path: str = ""):
        self.report = report
        self.feature = feature
        self.path = path
        self.line = line_of(element)
        self.tag = local_name(element)
        self._element = element
        self._children = [child for child in element if isinstance(child.tag, str)]

    @property
    def is_nil(self) -> bool:
        return self._element.get(NIL) in ("true", "1")

    @property
    def own_text(self) -> str:
        return self._element.text or ""

    def at(self, *steps: str) -> str:
        return "/".join(part for part in (self.path, *steps) if part)

    def take(self, name: str) -> "Node | None":
        for index, child in enumerate(self._children):
            if local_name(child) == name:
                return self._node(self._children.pop(index))
        return None

    def take_nil(self, name: str) -> bool:
        """Whether the child is there and nil; then it is taken."""
        for index, child in enumerate(self._children):
            if local_name(child) == name and child.get(NIL) in ("true", "1"):
                self._children.pop(index)
                return True
        return False

    def peek(self, name: str) -> str:
        """The text of a child without taking it."""
        return next(((child.text or "").strip() for child in self._children if local_name(child) == name), "")

    def take_all(self, *names: str) -> list["Node"]:
        """The children of these names, in document order."""
        found = [child for child in self._children if local_name(child) in names]
        self._children = [child for child in self._children if local_name(child) not in names]
        return [self._node(child) for child in found]

    def text(self, name: str, default: str = "") -> str:
        child = self.take(name)
        return default if child is None or child.is_nil else child.own_text

    def word(self, name: str, default: str = "") -> str:
        """Text without the white space around it: names, numbers, enumerated values."""
        return self.text(name, default).strip()

    def words(self, name: str) -> tuple[str, ...]:
        return tuple(child.own_text.strip() for child in self.take_all(name))

    def flag(self, name: str, default: bool = False) -> bool:
        text = self.word(name)
        return default if not text else text.lower() in ("true", "1")

    def integer(self, name: str) -> int | None:
        text = self.word(name)
        if not text:
            return None
        try:
            return int(float(text))
        except ValueError:
            self.report.warn("bad_value", self.path, f"<{name}> is not a number: {text!r}; it is left out.")
            return None

    def required(self, name: str) -> str:
        """raises: Rejected when it is missing or empty"""
        value = self.word(name)
        if not value:
            raise Rejected("missing_element", f"<{self.tag}> has no <{name}>.", line=self.line)
        return value

    def names_left(self) -> list[str]:
        return list(dict.fromkeys(local_name(child) for child in self._children))

    def rest(self, *, silent: bool = False) -> dict[str, Any]:
        """What was not taken, as a JSON tree by name; each is reported as unsupported unless it means nothing."""
        kept: dict[str, Any] = {}
        for child in self._children:
            name = local_name(child)
            value = tree_of(child)
            if name in ("locationX", "locationY") and value == "0":
                continue  # laid out automatically; the writer puts it back
            if not silent and name not in QUIET and DEFAULTS.get(name) != value:
                self.report.unsupported(f"{self.feature}.{name}" if self.feature else name)
            if name not in kept:
                kept[name] = value
            elif isinstance(kept[name], list):
                kept[name].append(value)
            else:
                kept[name] = [kept[name], value]
        self._children = []
        return kept

    def _node(self, child: etree._Element) -> "Node":
        name = local_name(child)
        return Node(child, self.report, feature=f"{self.feature}.{name}" if self.feature else name, path=self.path)


def tree_of(element: etree._Element) -> Any:
    """Text, None (nil), or {name: value or list of values}; attributes as "@name"; a sole list item stays a value."""
    if element.get(NIL) in ("true", "1"):
        return None
    children = [child for child in element if isinstance(child.tag, str)]
    attributes = {f"@{key!s}": str(value) for key, value in element.attrib.items()}
    if not children and not attributes:
        return element.text or ""
    tree: dict[str, Any] = dict(attributes)
    if not children:
        tree["#text"] = element.text or ""
    for child in children:
        name, value = local_name(child), tree_of(child)
        if name not in tree:
            tree[name] = value
        elif isinstance(tree[name], list):
            tree[name].append(value)
        else:
            tree[name] = [tree[name], value]
    return tree
