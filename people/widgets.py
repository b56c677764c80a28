"""A select whose options are searched on the server: for lookups with more choices than a page should carry."""

from collections.abc import Iterable
from typing import Any

from django import forms


class SearchSelect(forms.Select):
    """A search box above a select; typing asks `url` for new options (htmx). Without script it is a plain select.

    url:     gives <option> elements for ?q=...&name=<field>&<field>=<chosen>
    options: (value, label) shown at first; the chosen one is always among them
    """

    template_name = "people/widgets/search_select.html"

    def __init__(self, url: str = "", options: Iterable[tuple[str, str]] = (), attrs: dict[str, Any] | None = None):
        super().__init__(attrs={"class": "form-select", **(attrs or {})}, choices=[("", "—"), *options])
        self.url = url

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["search_url"] = self.url
        return context
