"""<recordLookups>: get records."""

from builder.metadata.elements.base import begin
from builder.metadata.node import Node
from builder.metadata.operands import connector_of, filters_of, operand_of
from engine.document.flow_elements import GetRecords, OutputField


def read_lookup(node: Node) -> GetRecords:
    name, label, description = begin(node)
    outputs = tuple(
        OutputField(field=output.required("field"), target=output.required("assignToReference"))
        for output in node.take_all("outputAssignments")
    )
    store = node.flag("storeOutputAutomatically")
    return GetRecords(
        name=name,
        label=label,
        description=description,
        object=node.word("object"),
        filters=filters_of(node),
        first_only=node.flag("getFirstRecordOnly", default=bool(outputs)),
        limit=operand_of(node.take("limit")),
        queried_fields=node.words("queriedFields"),
        sort_field=node.word("sortField"),
        sort_order=node.word("sortOrder").lower(),
        store_automatically=store,
        output=node.word("outputReference"),
        outputs=outputs,
        null_when_none=node.flag("assignNullValuesIfNoRecordsFound"),
        connector=connector_of(node.take("connector")),
        fault=connector_of(node.take("faultConnector")),
        extra=node.rest(),
    )
