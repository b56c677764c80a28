"""Every icon that a page names is in the sprite that the front end builds."""

import json
import re
from pathlib import Path

from builder import kinds
from web.navigation import PLACES
from web.statuses import LOOKS

ROOT = Path(__file__).resolve().parents[2]
ICONS = set(json.loads((ROOT / "frontend" / "icons.json").read_text()))
NAMED = re.compile(r"""{%\s*icon\s+"([^"]+)"|icon_name="([^"]+)\"""")


def test_icons_named_in_templates_exist():
    missing = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        for pair in NAMED.findall(path.read_text())
        if (name := pair[0] or pair[1]) not in ICONS
    }
    assert missing == set()


def test_icons_named_in_tables_exist():
    tables = [kinds.KIND_ICONS, kinds.STEP_ICONS, kinds.ELEMENT_ICONS]
    named = {icon for table in tables for icon in table.values()}
    named |= {look.icon for look in LOOKS.values()} | {place.icon for place in PLACES}
    assert named <= ICONS
