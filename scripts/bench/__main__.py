"""`make bench`: measures the suite on the platform of this repository and writes docs/benchmarks.md.

Every figure is a ratio within one run, or stands beside a reference from the same run: machines differ and are shared.
Nothing here is a test; nothing fails because a machine was busy.
"""

import argparse
import sys

import audits
import correlation
import estate
import reading
import scaling
import shell
from timing import TOP, machine

PAGE = TOP / "docs" / "benchmarks.md"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="counted runs of each short command")
    parser.add_argument("--audits", type=int, default=3, help="whole audits")
    parser.add_argument("--only", choices=["audits", "reading", "platform"], help="print these sections, write nothing")
    options = parser.parse_args()
    sections = []
    if options.only in (None, "platform"):
        sections.append(("The platform", estate.figures()))
    if options.only in (None, "audits"):
        sections += [
            ("The audit over its engines", audits.overhead(options.audits)),
            ("Beside a shell script", shell.beside(options.audits)),
            ("Start-up", audits.start_up(options.runs * 2)),
            ("Own rules", audits.own_rules(options.runs)),
            ("Determinism", audits.sameness()),
        ]
    if options.only in (None, "reading"):
        sections += [
            ("Reading and evaluating public Terraform", reading.corpus(options.audits)),
            ("Many instances", scaling.curve()),
            ("Correlation", correlation.table()),
            ("Beside tfparse", reading.beside_tfparse()),
        ]
    head = [
        "# Benchmarks",
        "",
        "Written by `make bench` (`scripts/bench/`); every figure is a whole process, measured in one run:",
        f"{machine()}. Floor: the slowest engine, or the engines' CPU seconds over the cores, whichever is longer.",
    ]
    body = [line for title, lines in sections for line in ("", f"## {title}", "", *lines)]
    if not options.only:
        PAGE.write_text("\n".join([*head, *body]) + "\n", encoding="utf-8")
    print("\n".join(body))
    return 0


if __name__ == "__main__":
    sys.exit(main())
