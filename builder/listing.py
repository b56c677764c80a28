"""The list of automations: what it shows, how it is filtered and sorted."""

from dataclasses import dataclass

from django.db.models import Case, CharField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.http import QueryDict

from builder.models import Flow, FlowVersion

SORTS = {
    "label": ("label",),
    "-label": ("-label",),
    "-modified": ("-modified_at",),
    "modified": ("modified_at",),
    "kind": ("kind", "label"),
    "-kind": ("-kind", "label"),
}
STATUSES = ("active", "draft", "obsolete")


def with_state(flows: QuerySet[Flow]) -> QuerySet[Flow]:
    """Adds `state` ("active", "draft", "obsolete") and `latest_number`; the active version without its document."""
    latest = FlowVersion.objects.filter(flow=OuterRef("pk")).order_by("-number")
    return (
        flows.select_related("active")
        .defer("active__document", "active__source")
        .annotate(
            latest_number=Subquery(latest.values("number")[:1]),
            state=Case(
                When(active__isnull=False, then=Value("active")),
                default=Subquery(latest.values("status")[:1]),
                output_field=CharField(),
            ),
        )
    )


@dataclass(frozen=True)
class ListQuery:
    """What the address asks of the list; unknown values fall back to the ordinary."""

    text: str = ""
    kind: str = ""
    status: str = ""
    sort: str = "label"

    @classmethod
    def of(cls, params: QueryDict) -> "ListQuery":
        sort = params.get("sort", "label")
        status = params.get("status", "")
        return cls(
            text=params.get("q", "").strip(),
            kind=params.get("kind", ""),
            status=status if status in STATUSES else "",
            sort=sort if sort in SORTS else "label",
        )

    @property
    def ordering(self) -> tuple[str, ...]:
        return SORTS[self.sort]

    @property
    def is_filtered(self) -> bool:
        return bool(self.text or self.kind or self.status)

    def rows(self) -> QuerySet[Flow]:
        flows = with_state(Flow.objects.all())
        if self.text:
            flows = flows.filter(Q(label__icontains=self.text) | Q(api_name__icontains=self.text))
        if self.kind == "orchestration":
            flows = flows.filter(kind__in=("orchestration", "approval"))
        elif self.kind:
            flows = flows.filter(kind=self.kind)
        if self.status:
            flows = flows.filter(Q(("state", self.status)))  # annotated
        return flows
