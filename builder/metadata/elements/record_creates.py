"""<recordCreates>"""

from builder.metadata.elements.base import begin
from builder.metadata.node import Node
from builder.metadata.operands import connector_of, filters_of, named_of
from engine.document.flow_elements import CreateRecords, Matching

MATCHING = {
    "operationZeroMatchingRecords": "none",
    "operationOneMatchingRecord": "one",
    "operationMultMatchingRecords": "many",
}
MATCHING_TAGS = frozenset({"doesUpsert", *MATCHING})
WORDS = {
    "create": "CreateRecord",
    "update": "UpdateAllRecords",
    "update_latest": "UpdateLatestRecord",
    "skip": "SkipRecord",
    "fault": "ThrowError",
}


def read_create(node: Node) -> CreateRecords:
    name, label, description = begin(node)
    words = {tag: node.word(tag) for tag in sorted(MATCHING_TAGS) if node.peek(tag)}
    return CreateRecords(
        name=name,
        label=label,
        description=description,
        object=node.word("object"),
        source=node.word("inputReference"),
        values=tuple(named_of(item, "field") for item in node.take_all("inputAssignments")),
        id_to=node.word("assignRecordIdToReference"),
        store_automatically=node.flag("storeOutputAutomatically"),
        connector=connector_of(node.take("connector")),
        fault=connector_of(node.take("faultConnector")),
        matching=_matching(node, words),
        extra={**words, **node.rest()},
    )


def _matching(node: Node, words: dict[str, str]) -> Matching | None:
    """Which records count as there already. The file's own words are kept beside what they mean here."""
    if not any(word.lower() not in ("", "false") for word in words.values()):
        return None
    meant = {name: _meant(words[tag]) for tag, name in MATCHING.items() if tag in words}
    return Matching(filters=filters_of(node), **meant)


def _meant(word: str) -> str:
    low = word.lower()
    if "create" in low:
        return "create"
    if "update" in low:
        return "update_latest" if "latest" in low or "recent" in low else "update"
    return "fault" if any(part in low for part in ("error", "fail", "fault")) else "skip"
