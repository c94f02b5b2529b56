"""One file that fetches nothing, works without a script, and on which no name acts; also in a real browser."""

import base64
import hashlib
import itertools
import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from secscan.model import Report
from secscan.reports import RenderOptions, html

VOID = {"meta", "input", "br", "link", "img"}


class Page(HTMLParser):
    """Elements with their attributes, the text, and what was left open or closed too often."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.text = ""
        self.parts: dict[str, str] = {}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.open and self.open[-1] in ("style", "script"):
            self.parts[self.open[-1]] = self.parts.get(self.open[-1], "") + data

    def named(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


def page(report: Report) -> Page:
    return Page(html.render(report, RenderOptions()).decode())


def test_it_is_well_formed(any_report: Report) -> None:
    made = page(any_report)
    assert (made.open, made.wrong) == ([], [])


def test_it_fetches_nothing_and_runs_nothing_but_its_own_script(any_report: Report) -> None:
    made = page(any_report)
    assert {tag for tag, _ in made.elements} & {
        "img",
        "link",
        "iframe",
        "object",
        "embed",
        "base",
        "video",
        "svg",
    } == set()
    attributes = {name for _, attributes in made.elements for name in attributes}
    assert not {name for name in attributes if name.startswith("on") or name in ("src", "style", "srcdoc", "action")}
    assert {a["href"].split(":")[0] for a in made.named("a") if not a["href"].startswith("#")} <= {"https"}
    assert (len(made.named("script")), len(made.named("style"))) == (1, 1)


def test_its_policy_allows_just_that_script_and_style(failing: Report) -> None:
    made = page(failing)
    policy = next(m["content"] for m in made.named("meta") if m.get("http-equiv") == "Content-Security-Policy")
    digests = {
        part: base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for part, text in made.parts.items()
    }
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digests['style']}'; script-src 'sha256-{digests['script']}'; "
        "base-uri 'none'; form-action 'none'"
    )


def test_it_can_be_read_by_those_who_do_not_see_it(any_report: Report) -> None:
    made = page(any_report)
    assert made.named("html") == [{"lang": "en"}]
    headings = [int(tag[1]) for tag, _ in made.elements if re.fullmatch("h[1-6]", tag)]
    assert headings.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(headings))
    assert all("scope" in attributes for attributes in made.named("th"))
    ids = [attributes["id"] for _, attributes in made.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = {a["href"][1:] for a in made.named("a") if a["href"].startswith("#")}
    labels = {attributes["aria-labelledby"] for _, attributes in made.elements if "aria-labelledby" in attributes}
    assert targets | labels <= set(ids)


def test_everything_is_told(failing: Report) -> None:
    text = page(failing).text
    names = [f.address.name for f in failing.findings if f.address] + [f.fingerprint for f in failing.findings]
    names += [record.path for record in failing.coverage.files] + [record.sha256 for record in failing.coverage.files]
    names += [use.waiver.reason for use in failing.waivers] + [r.address.name for r in failing.coverage.resources]
    names += [tally.rule for tally in failing.coverage.tallies] + [u.reason for u in failing.coverage.undecided]
    names += ["timed out after 300 s in modules/keys", "Fail"]
    assert [name for name in names if name not in text] == []


def browse(chromium: str, file: Path, *flags: str) -> subprocess.CompletedProcess[str]:
    # --no-sandbox: tests run as root in containers; the page is our own.
    common = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--enable-logging=stderr"]
    profile = f"--user-data-dir={file.parent / 'profile'}"
    command = [chromium, *common, profile, "--window-size=1200,1600", *flags, file.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["failing", "hostile"])
def test_a_browser_opens_it_and_its_policy_refuses_nothing(
    name: str, chromium: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(html.render(request.getfixturevalue(name), RenderOptions()))
    done = browse(chromium, file, "--dump-dom")
    assert [line for line in done.stderr.splitlines() if "CONSOLE" in line] == []
    seen = Page(done.stdout)
    assert (seen.named("img"), len(seen.named("script"))) == ([], 1)
    # The form is hidden until the script shows it: the script ran.
    assert [attributes.get("hidden") for attributes in seen.named("form")] == [None]


@pytest.mark.slow
def test_in_a_browser_the_filter_leaves_what_was_asked_for(chromium: str, failing: Report, tmp_path: Path) -> None:
    typed = """<script>
      const box = document.querySelector(".filter input[type=search]");
      box.value = "LOG_GROUP"; box.dispatchEvent(new Event("input", { bubbles: true }));
    </script></body>"""
    text = html.render(failing, RenderOptions()).decode()
    file = tmp_path / "report.html"
    file.write_text(re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text).replace("</body>", typed))
    dom = browse(chromium, file, "--dump-dom").stdout
    findings = dom[dom.index('id="findings"') : dom.index('id="engines"')]
    shown = re.findall(r"<li><details class=\"finding\"><summary><span class=\"line\"><code><b>([^<]*)", findings)
    assert sorted(shown) == [
        "aws_cloudwatch_log_group.app",
        "aws_cloudwatch_log_group.app[0]",
        "aws_cloudwatch_log_group.app[1]",
        "environments/dev/main.tf:15",  # one line, and the instances that it makes
    ]


@pytest.mark.slow
def test_a_browser_draws_and_prints_it(chromium: str, failing: Report, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(html.render(failing, RenderOptions()))
    browse(chromium, file, f"--screenshot={tmp_path / 'page.png'}")
    browse(chromium, file, "--no-pdf-header-footer", f"--print-to-pdf={tmp_path / 'page.pdf'}")
    assert (tmp_path / "page.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    # An empty page of that size is a tenth of it; and what is folded on the screen takes pages on paper.
    assert (tmp_path / "page.png").stat().st_size > 50_000
    assert len(re.findall(rb"/Type\s*/Page\b", (tmp_path / "page.pdf").read_bytes())) > 5
