"""Built front-end files in pages. Before the front end is built, pages still render, without style."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString
from django_vite.templatetags.django_vite import vite_asset, vite_hmr_client


def asset_tags(entry: str) -> SafeString:
    """Tags of one entry: `<script type="module">`, its style sheets and preloads.

    raises: DjangoViteAssetNotFoundError for an entry that the build does not have
    """
    vite: dict[str, Any] = settings.DJANGO_VITE["default"]
    if vite["dev_mode"]:
        return vite_hmr_client() + vite_asset(entry)
    if not Path(vite["manifest_path"]).exists():
        return SafeString("<!-- the front end is not built: npm run build in frontend/ -->")
    return vite_asset(entry)
