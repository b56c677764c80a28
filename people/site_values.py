"""What definitions read as $Label, $Setup, $Organization, $Profile, $UserRole, $Permission and $Api.

Keys and fields are those of engine.document.globals. A person is who acts, or None: then labels are in the site's
language, settings are the site's, and there is no role and no permission.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings as site
from django.contrib.auth.models import Group as Role
from django.db.models.functions import Lower
from django.utils import translation

from engine.document.globals import VALUE
from engine.values import Kind, Value, unpack
from people.models import CustomSetting, Label, Organization, SettingValues
from people.roles import ROLES

Fields = dict[str, Value]
_ADDRESSES = ("enterprise_server_url_", "partner_server_url_")


def values_of(keys: Iterable[str], person: Any) -> dict[str, Fields]:
    """The fields of each key; a key that stands for nothing is left out. A query or two for each variable."""
    wanted: dict[str, dict[str, list[str]]] = {}  # variable -> folded name -> the keys that spell it
    for key in keys:
        root, _, name = key.partition(".")
        wanted.setdefault(root, {}).setdefault(name.casefold(), []).append(key)
    found: dict[str, Fields] = {}
    for root, names in wanted.items():
        reader = _READERS.get(root)
        if reader is not None:
            known = reader(set(names), person)
            found |= {key: fields for name, fields in known.items() for key in names[name]}
    return found


def role_of(person: Any) -> Role | None:
    """The person's role: of several, the one that may most."""
    if person is None:
        return None
    held = {group.name: group for group in person.groups.all() if group.name in ROLES}
    return next((held[name] for name in ROLES if name in held), None)


def _organization(_names: set[str], _person: Any) -> dict[str, Fields]:
    row = Organization.objects.filter(pk=1).first()
    if row is None:
        return {}
    fields: Fields = {
        "Id": str(row.pk),
        "Name": row.name,
        "Division": row.division,
        "Phone": row.phone,
        "Street": row.street,
        "City": row.city,
        "State": row.state,
        "PostalCode": row.postal_code,
        "Country": row.country,
    }
    return {"": {name: value or None for name, value in fields.items()}}


def _role(_names: set[str], person: Any) -> dict[str, Fields]:
    role = role_of(person)
    if role is None:
        return {}
    return {"": {"Id": str(role.pk), "Name": role.name, "DeveloperName": role.name.replace(" ", "_")}}


def _labels(names: set[str], person: Any) -> dict[str, Fields]:
    language = _language_of(person)
    rows = Label.objects.annotate(folded=Lower("api_name")).filter(folded__in=names)
    return {row.folded: {VALUE: _in_language(row, language)} for row in rows}


def _in_language(label: Label, language: str) -> str:
    translated = label.translations.get(language) or label.translations.get(language.partition("-")[0])
    return translated or label.text


def _language_of(person: Any) -> str:
    kept = getattr(getattr(person, "profile", None), "language", "") if person is not None else ""
    return kept or (translation.get_language() if person is not None else "") or site.LANGUAGE_CODE


def _permissions(names: set[str], person: Any) -> dict[str, Fields]:
    """By the name without its app: ManageFlows and manage_flows are stagecraft_people.manage_flows."""
    granted = person.get_all_permissions() if person is not None else set()
    held = {one.partition(".")[2].replace("_", "") for one in granted}
    return {name: {VALUE: name.replace("_", "") in held} for name in names}


def _settings(names: set[str], person: Any) -> dict[str, Fields]:
    found = CustomSetting.objects.annotate(folded=Lower("api_name")).filter(folded__in=names)
    settings = {row.pk: row for row in found}
    role = role_of(person)
    rows = SettingValues.objects.filter(setting__in=settings) if settings else []
    kept: dict[tuple[int, str], dict[str, Any]] = {}
    for row in rows:
        if row.user_id is not None:
            holder = "user" if person is not None and row.user_id == person.pk else ""
        else:
            holder = "site" if row.role_id is None else "role" if role is not None and row.role_id == role.pk else ""
        if holder:
            kept[row.setting_id, holder] = row.values
    return {one.api_name.casefold(): _merged(one, kept) for one in settings.values()}


def _merged(setting: CustomSetting, kept: dict[tuple[int, str], dict[str, Any]]) -> Fields:
    """Field by field: the person's own value, else the role's, else the site's, else null (false for a Boolean)."""
    fields: Fields = {}
    for field in setting.fields:
        name = field["name"]
        held = [kept[setting.pk, holder][name] for holder in HOLDERS if name in kept.get((setting.pk, holder), {})]
        fields[name] = unpack(held[0]) if held else (False if field["kind"] == Kind.BOOLEAN else None)
    return fields


HOLDERS = ("user", "role", "site")


def _api(names: set[str], _person: Any) -> dict[str, Fields]:
    """Every version of the reference product's addresses is this site's own; a session's id is never given away."""
    address = f"{getattr(site, 'SITE_URL', '')}/api/v1/"
    found: dict[str, Fields] = {name: {VALUE: address} for name in names if name.startswith(_ADDRESSES)}
    return found | ({"session_id": {VALUE: None}} if "session_id" in names else {})


_READERS = {
    "$Organization": _organization,
    "$Profile": _role,
    "$UserRole": _role,
    "$Label": _labels,
    "$Permission": _permissions,
    "$Setup": _settings,
    "$Api": _api,
}
