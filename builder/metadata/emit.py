"""Trees as XML in the canonical order: inherited parts first, then by name; repeated parts stay together.

A tree is a dict by tag of text, True/False, None (nil), a tree, or a list of these; absent is written as `ABSENT`.
"""

from typing import Any

from lxml import etree

from builder.metadata.source import NAMESPACE, NIL

NAMESPACES: Any = {None: NAMESPACE, "xsi": "http://www.w3.org/2001/XMLSchema-instance"}
ABSENT: Any = ...
Tree = dict[str, Any]


def document(tag: str, tree: Tree) -> str:
    """The whole file. The root's parts are in plain alphabetical order."""
    root = etree.Element(f"{{{NAMESPACE}}}{tag}", nsmap=NAMESPACES)
    _fill(root, tree, sorted(tree))
    etree.indent(root, space="    ")
    text = etree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def merged(tree: Tree, extra: Tree) -> Tree:
    """tree with what a reader kept aside put back; where both have a part, the parts are merged or listed."""
    for tag, value in extra.items():
        mine = tree.get(tag, ABSENT)
        if mine is ABSENT:
            tree[tag] = value
        elif isinstance(mine, dict) and isinstance(value, dict):
            tree[tag] = merged(dict(mine), value)
        else:
            tree[tag] = [*_listed(mine), *_listed(value)]
    return tree


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _order(tree: Tree) -> list[str]:
    first = ["description", "name"]
    if "locationX" in tree:
        first += ["label", "locationX", "locationY"]
    inherited = [tag for tag in first if tag in tree]
    return inherited + sorted(tag for tag in tree if tag not in inherited)


def _fill(parent: etree._Element, tree: Tree, order: list[str]) -> None:
    for tag in order:
        value = tree[tag]
        if value is ABSENT:
            continue
        if tag.startswith("@"):
            parent.set(tag[1:], value)
        elif tag == "#text":
            parent.text = value
        else:
            for item in _listed(value):
                _child(parent, tag, item)


def _child(parent: etree._Element, tag: str, value: Any) -> None:
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}")
    if value is None:
        element.set(NIL, "true")
    elif isinstance(value, dict):
        _fill(element, value, _order(value))
    elif isinstance(value, bool):
        element.text = "true" if value else "false"
    else:
        element.text = str(value)
