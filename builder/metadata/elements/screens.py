"""<screens> and their fields."""

from builder.metadata.elements.base import begin
from builder.metadata.names import DATA_TYPES
from builder.metadata.node import Node
from builder.metadata.operands import conditions_of, connector_of, named_of, operand_of, validation_of
from engine.document.flow_elements import Screen, ScreenField

FIELD_TYPES = {
    "DisplayText": "display_text",
    "InputField": "input",
    "LargeTextArea": "long_text",
    "PasswordField": "password",
    "RadioButtons": "radio",
    "DropdownBox": "dropdown",
    "MultiSelectCheckboxes": "checkboxes",
    "MultiSelectPicklist": "multi_select",
    "RegionContainer": "section",
    "Region": "column",
    "ObjectProvided": "record_field",
    "ComponentInstance": "component",
    "Repeater": "repeater",
}


def read_screen(node: Node) -> Screen:
    name, label, description = begin(node)
    return Screen(
        name=name,
        label=label,
        description=description,
        fields=tuple(_field(field, node.at("fields")) for field in node.take_all("fields")),
        allow_back=node.flag("allowBack", default=True),
        allow_finish=node.flag("allowFinish", default=True),
        allow_pause=node.flag("allowPause", default=True),
        show_header=node.flag("showHeader", default=True),
        show_footer=node.flag("showFooter", default=True),
        help=node.text("helpText"),
        back_label=node.text("backButtonLabel"),
        next_label=node.text("nextOrFinishButtonLabel"),
        pause_label=node.text("pauseButtonLabel"),
        connector=connector_of(node.take("connector")),
        extra=node.rest(),
    )


def _field(node: Node, path: str) -> ScreenField:
    raw = node.word("fieldType")
    kind = FIELD_TYPES.get(raw, "unsupported")
    reference = node.word("objectFieldReference")
    name = node.word("name") or reference
    node.path, node.feature = f"{path}/{name}", "screens.fields"
    data = DATA_TYPES.get(node.word("dataType"))
    component = node.word("extensionName")
    _report(node, raw, kind, component)
    validation = node.take("validationRule")
    visible = node.take("visibilityRule")
    fields = tuple(_field(field, path) for field in node.take_all("fields"))
    return ScreenField(
        name=name,
        kind=kind,
        data=data,
        text=node.text("fieldText"),
        help=node.text("helpText"),
        required=node.flag("isRequired"),
        default=operand_of(node.take("defaultValue")),
        choices=node.words("choiceReferences"),
        default_choice=node.word("defaultSelectedChoiceReference"),
        scale=node.integer("scale"),
        validation=validation_of(validation),
        visible_when=conditions_of(visible) if visible else None,
        fields=fields,
        component=component,
        reference=reference,
        inputs=tuple(named_of(item) for item in node.take_all("inputParameters")),
        extra={
            **({"fieldType": raw} if kind == "unsupported" else {}),
            **node.rest(silent=kind in ("component", "unsupported")),
        },
    )


def _report(node: Node, raw: str, kind: str, component: str) -> None:
    if kind == "unsupported":
        node.report.unsupported(f"screens.fields: {raw or 'without a type'}")
    elif kind == "component":
        node.report.unsupported(f"screens.fields: component {component}")
