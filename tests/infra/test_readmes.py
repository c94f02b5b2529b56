"""The READMEs of the platform say what its Terraform says: their tables are generated, and generated again the same."""

import importlib.util
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
SCRIPT = TOP / "infra" / "scripts" / "generate_readmes.py"

_spec = importlib.util.spec_from_file_location("generate_readmes", SCRIPT)
assert _spec
assert _spec.loader
generate_readmes = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(generate_readmes)
WRITTEN = generate_readmes.readmes(TOP)


@pytest.mark.parametrize("path", sorted(WRITTEN), ids=lambda path: str(path.relative_to(TOP)))
def test_the_readme_is_what_the_script_writes(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == WRITTEN[path], "run `make docs`"


def test_a_readme_without_the_marker_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "infra" / "modules" / "thing"
    place.mkdir(parents=True)
    (place / "variables.tf").write_text("")
    (place / "README.md").write_text("# Thing\n\nA thing.\n")
    (tmp_path / "infra" / "README.md").write_text(f"# Infrastructure\n\n{generate_readmes.MARKER}\n")
    with pytest.raises(ValueError, match="the line `<!-- What follows"):
        generate_readmes.readmes(tmp_path)
