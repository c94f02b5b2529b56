"""What the user configured: `.secscan.yaml`, else `[tool.secscan]`, and the few environment variables. Acts on nothing.

`load` is the whole room. docs/configuration.md describes every key.
"""

import os
import posixpath
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from secscan.settings.model import CURRENT, ENGINES, LEGACY, WAIVERS, Root, Settings, Undecided
from secscan.settings.place import Place, find
from secscan.settings.read import check_required, engine_names, requirable, settings_of

__all__ = [
    "CURRENT",
    "ENGINES",
    "LEGACY",
    "Place",
    "Root",
    "Settings",
    "Undecided",
    "cache_directory",
    "check_required",
    "engine_names",
    "load",
    "requirable",
]


def load(directory: Path, *, explicit: bool) -> Settings:
    """The settings for auditing `directory`. Raises UserError (path, line, what to do).

    `explicit`: the user named the directory; if it is not the configuration's own, it takes the place of `paths` and of
    the `roots` outside of it.
    """
    place = find(directory)
    settings = Settings(top=place.top, file=place.file, base=place.base, paths=(place.directory,))
    if not place.file:
        return settings
    defaults = replace(settings, paths=(place.base,), waivers=posixpath.normpath(f"{place.base}/{WAIVERS}"))
    settings = settings_of(place.document, defaults)
    return _narrowed(settings, place.directory) if explicit and place.directory != place.base else settings


def cache_directory(environment: Mapping[str, str] = os.environ) -> Path:
    """`SECSCAN_CACHE_DIR`, else the user's cache directory of this system."""
    if named := environment.get("SECSCAN_CACHE_DIR"):
        return Path(named).absolute()
    from platformdirs import user_cache_path

    return user_cache_path("secscan")


def _narrowed(settings: Settings, directory: str) -> Settings:
    inside = tuple(root for root in settings.roots if f"{root.path}/".startswith(f"{directory}/") or directory == ".")
    return replace(settings, paths=(directory,), roots=inside)
