"""Bytes of a file as an XML element: no entities, no DTD, no network, bounded size."""

import re
from typing import Any

from lxml import etree

from builder.metadata.report import Rejected

NAMESPACE = "http://soap.sforce.com/2006/04/metadata"
NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
LARGEST = 8 * 1024 * 1024


def root_of(content: bytes, *, expected: str) -> etree._Element:
    """The root element, whose local name must be `expected`.

    raises: Rejected with the line of what is wrong
    """
    if len(content) > LARGEST:
        raise Rejected("file_too_large", f"The file is larger than {LARGEST // (1024 * 1024)} MB.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        what = re.sub(r",? ?\(?(<string>)?,? ?line \d+.*$", "", str(error), flags=re.DOTALL)
        raise Rejected("broken_xml", f"The file is not well-formed XML: {what}.", line=line) from error
    info: Any = root.getroottree().docinfo
    if info.doctype:
        raise Rejected("dtd_refused", "The file declares a document type (DTD); that is not accepted.", line=1)
    if local_name(root) != expected:
        message = f"The root element is <{local_name(root)}>, expected <{expected}>."
        raise Rejected("wrong_root", message, line=line_of(root))
    return root


def line_of(element: etree._Element) -> int | None:
    line: Any = element.sourceline
    return line


def local_name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
