"""A select whose options are searched on the server: for lookups with more choices than a page should carry."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


class SearchSelect(forms.Select):
    """A search box above a select; typing asks `url` for new options (htmx). Without script it is a plain select.

    url:     gives <option> elements for ?q=...&name=<field>&<field>=<chosen>
    options: (value, label) shown at first; the chosen one is always among them
    """

    def __init__(self, url: str = "", options: Iterable[tuple[str, str]] = (), attrs: dict[str, Any] | None = None):
        super().__init__(attrs={"class": "form-select", **(attrs or {})}, choices=[("", "—"), *options])
        self.url = url

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Through the project's templates: the renderer of forms does not look there."""
        select = super().render(name, value, attrs, renderer)
        context = {"select": select, "name": name, "id": (attrs or {}).get("id", f"id_{name}"), "url": self.url}
        return render_to_string("people/widgets/search_select.html", context)
