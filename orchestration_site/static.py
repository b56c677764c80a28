"""How static files are collected: hashed, compressed, each once, and quickly."""

from typing import Any

from django.contrib.staticfiles.apps import StaticFilesConfig
from whitenoise.storage import CompressedManifestStaticFilesStorage

BUILT = "dist/assets/"  # Vite has put a hash into these names already, and its files import each other by them


class CollectedFiles(StaticFilesConfig):
    """Leaves out what no page asks for: the second API viewer, and maps of other people's scripts."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "redoc", "*.map"]


class HashedFiles(CompressedManifestStaticFilesStorage):
    keep_only_hashed_files = True
    patterns = (  # Django's own, without source maps
        (
            "*.css",
            (
                r"""(?P<matched>url\(['"]{0,1}\s*(?P<url>.*?)["']{0,1}\))""",
                (r"""(?P<matched>@import\s*["']\s*(?P<url>.*?)["'])""", """@import url("%(url)s")"""),
            ),
        ),
    )

    def hashed_name(self, name: str, content: Any = None, filename: str | None = None) -> str:
        return name if name.startswith(BUILT) else super().hashed_name(name, content, filename)
