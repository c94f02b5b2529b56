"""Fixtures of the engines' tests."""

import pytest

from secscan.engines import Tools, provision


@pytest.fixture(scope="session")
def installed_tools() -> Tools:
    """The real engines; installed now where they are not yet (minutes, once a machine)."""
    tools = Tools.here()
    for tool in provision.install(provision.TOOLS, tools):
        if not tool.state.usable:
            pytest.fail(f"the engines cannot be installed: {tool.problem}")
    return tools
