"""The three roles: Django auth groups that hold our permissions. Host projects may also grant these one by one."""

from django.contrib.auth.models import Group, Permission

ADMIN = "Stagecraft admin"
MANAGER = "Stagecraft manager"
ASSIGNEE = "Stagecraft assignee"

ROLES: dict[str, frozenset[str]] = {
    ADMIN: frozenset(
        {
            "manage_flows",
            "view_all_data",
            "run_flows",
            "manage_runs",
            "reassign_work_items",
            "customize_application",
            "edit_records",
        }
    ),
    MANAGER: frozenset({"view_all_data", "manage_runs", "reassign_work_items", "run_flows", "edit_records"}),
    ASSIGNEE: frozenset({"run_flows", "edit_records"}),
}


def ensure_roles() -> None:
    """Create the roles that are missing and give each its permissions. Never takes one away. Safe to repeat."""
    known = Permission.objects.filter(content_type__app_label="stagecraft_people")
    ids = dict(known.values_list("codename", "pk"))
    for name, codenames in ROLES.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*[ids[codename] for codename in sorted(codenames) if codename in ids])
