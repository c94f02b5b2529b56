"""Asks the Terraform binary what each probe is and writes the answers to probes.json. Not a test.

    python tests/terraform/evaluate/record_probes.py

Needs `terraform` 1.11 on the PATH, no provider and no network: probe_root has only variables. For each expression of
probe_expressions.txt (one a line) and probe_documents.txt (separated by `---`), and for a variable of each type and
default of probe_types.txt, it records what `terraform console` prints for it and for `type(...)` of it, or the text of
its error; in functions.json the functions' names and parameters (`terraform metadata functions`).
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import Any

HERE = Path(__file__).resolve().parent
RECORDING = HERE / "probes.json"
FUNCTIONS = HERE / "functions.json"
WORKERS = 2


def expressions() -> list[str]:
    """Every probe, in the order of the files."""
    lines = (HERE / "probe_expressions.txt").read_text(encoding="utf-8").splitlines()
    documents = (HERE / "probe_documents.txt").read_text(encoding="utf-8").split("\n---\n")
    types = (HERE / "probe_types.txt").read_text(encoding="utf-8").splitlines()
    single = [line for line in (*lines, *types) if line and not line.startswith("#")]
    return single + [document.rstrip("\n") for document in documents]


def console(directory: Path, expression: str) -> tuple[int, str]:
    """One expression's exit code and output. Terraform's console stops at the first error, so each has a process."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(directory), "CHECKPOINT_DISABLE": "1", "LANG": "C.UTF-8"}
    done = subprocess.run(
        ["terraform", "console", "-no-color"],
        input=(expression + "\n").encode(),
        capture_output=True,
        cwd=directory,
        env=environment,
        timeout=60,
        check=False,
    )
    return done.returncode, (done.stderr if done.returncode else done.stdout).decode()


def message(diagnostics: str) -> str:
    """The error's own words: what follows the place, on one line."""
    text = re.sub(r"[╷│╵]", "", diagnostics)
    found = re.search(r"Error: (.*?)\n\n.*?on [^\n]*line \d+[^\n]*\n(?:[^\n]+\n)*\n(.*)", text, re.DOTALL)
    detail = found[1] + ": " + found[2].split("\n\nError:")[0] if found else text
    # A panic inside of Terraform prints addresses, which differ each time.
    return " ".join(detail.split()).split(" goroutine ")[0]


def ask(directory: Path, expression: str) -> dict[str, str]:
    """The record of one probe."""
    if " := " in expression:
        kind, given = expression.split(" := ")
        variable = f'variable "probe" {{\n  type    = {kind}\n  default = {given}\n}}\n'
        return _ask_in_file(directory, expression, variable, "var.probe")
    if "\n" in expression:
        return _ask_in_file(directory, expression, f"locals {{\n  probe = {expression}\n}}\n", "local.probe")
    return _answer(directory, expression, expression)


def _ask_in_file(directory: Path, expression: str, declared: str, asked: str) -> dict[str, str]:
    """The console takes one line, so a declaration or an expression of several lines stands in a file."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "root"
        shutil.copytree(directory, copy)
        (copy / "probe.tf").write_text(declared, encoding="utf-8")
        return _answer(copy, expression, asked)


def _answer(directory: Path, expression: str, asked: str) -> dict[str, str]:
    code, output = console(directory, asked)
    if code:
        return {"expression": expression, "error": message(output)}
    return {
        "expression": expression,
        "output": output.rstrip("\n"),
        "type": console(directory, f"type({asked})")[1].rstrip("\n"),
    }


def ask_all(asked: list[str], scratch: Path) -> list[dict[str, str]]:
    """The records of many probes; each worker has a root of its own, since the console locks the state."""
    free: SimpleQueue[Path] = SimpleQueue()
    for worker in range(WORKERS):
        shutil.copytree(HERE / "probe_root", scratch / f"root{worker}")
        free.put(scratch / f"root{worker}")

    def one(expression: str) -> dict[str, str]:
        directory = free.get()
        try:
            return ask(directory, expression)
        finally:
            free.put(directory)

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(one, asked))


def functions() -> dict[str, object]:
    """Each function: its parameters as (name, type, nullable), the variadic one last, and its result's type."""
    output = subprocess.run(["terraform", "metadata", "functions", "-json"], capture_output=True, check=True).stdout
    signatures = json.loads(output)["function_signatures"]
    return {name: _signature(found) for name, found in signatures.items() if "::" not in name}


def _signature(found: dict[str, Any]) -> dict[str, object]:
    parameters = [[p["name"], p["type"], p.get("is_nullable", False)] for p in found.get("parameters", [])]
    variadic = found.get("variadic_parameter")
    last = [variadic["name"], variadic["type"], variadic.get("is_nullable", False)] if variadic else None
    return {"parameters": parameters, "variadic": last, "result": found["return_type"]}


def main() -> None:
    FUNCTIONS.write_text(json.dumps(functions(), indent=1) + "\n", encoding="utf-8")
    with tempfile.TemporaryDirectory() as scratch:
        records = ask_all(expressions(), Path(scratch))
    RECORDING.write_text(json.dumps(records, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(records)} probes\n")


if __name__ == "__main__":
    main()
