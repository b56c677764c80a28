"""Parsed definitions, kept by version id. A version's document never changes, so an entry is never stale.

The one exception is an id that comes again after a rolled-back insert: the insert forgets what the id meant.
"""

from collections import OrderedDict
from threading import Lock
from typing import Any

from builder.models import FlowVersion
from engine.document import Definition, parse

KEPT = 512

_kept: OrderedDict[int, Definition] = OrderedDict()
_lock = Lock()


def definition_of(version: int | FlowVersion) -> Definition:
    """The definition of a version, by its id or row; a row whose document is loaded costs no query.

    raises: FlowVersion.DoesNotExist
    """
    version_id = version if isinstance(version, int) else version.pk
    with _lock:
        found = _kept.get(version_id)
        if found is not None:
            _kept.move_to_end(version_id)
            return found
    if isinstance(version, int):
        document = FlowVersion.objects.values_list("document", flat=True).get(pk=version_id)
    else:
        document = version.document
    definition = parse(document)
    with _lock:
        _kept[version_id] = definition
        if len(_kept) > KEPT:
            _kept.popitem(last=False)
    return definition


def forget(instance: FlowVersion, created: bool, **_: Any) -> None:
    """Receiver of post_save: a new row gives its id a new meaning."""
    if created:
        with _lock:
            _kept.pop(instance.pk, None)
