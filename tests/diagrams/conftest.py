"""Puts scripts/ on the path, and reads the platform once for all tests here."""

import sys
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "scripts"))

from diagrams.platform_read import Platform, read_platform  # noqa: E402 - needs the path that was just set
from diagrams.written import ROOT, Written, written  # noqa: E402


@pytest.fixture(scope="session")
def platform() -> Platform:
    return read_platform(TOP, ROOT)


@pytest.fixture(scope="session")
def made(platform: Platform) -> Written:
    """What `make diagrams` would write today."""
    return written(platform)
