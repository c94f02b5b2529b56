"""Packs the function that Lambda runs into the zip that Terraform uploads: the same bytes for the same source.

    python infra/lambda/build.py

Nothing is compressed, because compressors differ; names are sorted, times and modes are fixed. boto3 is not packed:
Lambda's runtime brings it. The zip is kept beside the module, so that a plan needs no build; `tests/infra/lambda` holds
it to the source.
"""

import io
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGE = "sync_cluster_sizes"
TARGET = HERE.parent / "modules" / "failover-function" / "function.zip"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first time that a zip knows
UNIX, READABLE = 3, 0o100644 << 16


def packed(source: Path) -> bytes:
    """The zip of the package's modules under `source`."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted((source / PACKAGE).glob("*.py")):
            entry = zipfile.ZipInfo(f"{PACKAGE}/{path.name}", EPOCH)
            entry.create_system, entry.external_attr = UNIX, READABLE
            archive.writestr(entry, path.read_bytes())
    return made.getvalue()


if __name__ == "__main__":
    TARGET.write_bytes(packed(HERE))
