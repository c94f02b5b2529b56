"""The zip beside the module is the source's, to the byte, and Lambda's door is in it."""

import importlib.util
import os
import subprocess
import sys
import zipfile

from two_regions import INFRA

_spec = importlib.util.spec_from_file_location("build", INFRA / "lambda" / "build.py")
assert _spec
assert _spec.loader
build = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(build)


def test_the_zip_is_what_the_source_packs_to() -> None:
    packed = build.packed(INFRA / "lambda")
    assert packed == build.TARGET.read_bytes(), "run: python infra/lambda/build.py"


def test_the_zip_tells_nothing_of_the_machine_that_packed_it() -> None:
    with zipfile.ZipFile(build.TARGET) as archive:
        told = {
            (entry.date_time, entry.external_attr, entry.create_system, entry.extra) for entry in archive.infolist()
        }
        names = archive.namelist()
    assert told == {((1980, 1, 1, 0, 0, 0), 0o100644 << 16, 3, b"")}
    assert names == sorted(f"sync_cluster_sizes/{path.name}" for path in (INFRA / "lambda").glob("*/*.py"))


def test_the_door_that_terraform_names_is_in_the_zip() -> None:
    asked = "import sync_cluster_sizes.handler as door; print(door.__file__, callable(door.handle))"
    done = subprocess.run(
        [sys.executable, "-c", asked],
        env={**os.environ, "PYTHONPATH": str(build.TARGET)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [f"{build.TARGET}/sync_cluster_sizes/handler.py", "True"]
    assert 'handler          = "sync_cluster_sizes.handler.handle"' in (build.TARGET.parent / "main.tf").read_text()
