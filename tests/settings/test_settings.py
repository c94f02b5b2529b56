"""What the configuration means, where it is found, and how a mistake in it is answered."""

import os
from pathlib import Path

import pytest

from secscan.errors import Exit, UserError
from secscan.model import Severity
from secscan.settings import CURRENT, ENGINES, Root, Settings, Undecided, cache_directory, engine_names, load


def write(top: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return top


def repository(tmp_path: Path, files: dict[str, str]) -> Path:
    (tmp_path / ".git").mkdir(parents=True)
    return write(tmp_path, files)


def mistake(directory: Path) -> str:
    with pytest.raises(UserError) as caught:
        load(directory, explicit=True)
    assert caught.value.code is Exit.USAGE
    return str(caught.value)


WHOLE = """
paths: [infra, ./modules/]
exclude: [legacy/, /infra/old]
roots:
  - infra/dev
  - path: infra/prod
    var_files: [infra/prod.tfvars]
env_vars: true
workspace: blue
fail_on: high
undecided: incomplete
waivers: security/waivers.yaml
policies: [rules]
engines:
  enabled: [tflint, secscan]
  required: [secscan]
  timeout: 30
  skip:
    tflint: [aws_x, aws_b, aws_x]
modules:
  allow_missing: [module.vpc]
limits:
  file_bytes: 2000000
"""
MEANT = {
    "paths": ("infra", "modules"),
    "exclude": ("legacy/", "/infra/old"),
    "roots": (Root(path="infra/dev"), Root(path="infra/prod", var_files=("infra/prod.tfvars",))),
    "env_vars": True,
    "workspace": "blue",
    "fail_on": Severity.HIGH,
    "undecided": Undecided.INCOMPLETE,
    "waivers": "security/waivers.yaml",
    "waivers_named": True,
    "policies": ("rules",),
    "enabled": ("secscan", "tflint"),
    "required": ("secscan",),
    "timeout": 30,
    "skip": (("tflint", ("aws_b", "aws_x")),),
    "allow_missing": ("module.vpc",),
    "file_bytes": 2_000_000,
}


def test_every_key_is_read(tmp_path: Path) -> None:
    top = repository(tmp_path, {".secscan.yaml": WHOLE})
    assert load(top, explicit=True) == Settings(top=top, file=".secscan.yaml", **MEANT)


def test_pyproject_says_the_same_in_its_own_words(tmp_path: Path) -> None:
    toml = """
[project]
name = "x"

[tool.secscan]
paths = ["infra", "./modules/"]
exclude = ["legacy/", "/infra/old"]
roots = ["infra/dev", { path = "infra/prod", var_files = ["infra/prod.tfvars"] }]
env_vars = true
workspace = "blue"
fail_on = "high"
undecided = "incomplete"
waivers = "security/waivers.yaml"
policies = "rules"
modules.allow_missing = ["module.vpc"]

[tool.secscan.engines]
enabled = ["tflint", "secscan"]
required = ["secscan"]
timeout = 30
skip.tflint = ["aws_x", "aws_b", "aws_x"]

[tool.secscan.limits]
file_bytes = 2_000_000
"""
    top = repository(tmp_path, {"pyproject.toml": toml})
    assert load(top, explicit=True) == Settings(top=top, file="pyproject.toml", **MEANT)


def test_without_a_configuration_the_directory_is_audited_with_every_engine_required(tmp_path: Path) -> None:
    top = repository(tmp_path, {"a/main.tf": ""})
    settings = load(top / "a", explicit=True)
    assert settings == Settings(top=top, paths=("a",))
    assert (settings.enabled, settings.required, settings.fail_on) == (CURRENT, CURRENT, Severity.MEDIUM)
    assert set(ENGINES) - set(CURRENT) == {"terrascan"}


def test_an_empty_configuration_is_the_defaults(tmp_path: Path) -> None:
    top = repository(tmp_path, {".secscan.yaml": "# nothing yet\n"})
    assert load(top, explicit=True) == Settings(top=top, file=".secscan.yaml")


def test_what_is_enabled_is_required_unless_less_is(tmp_path: Path) -> None:
    top = repository(tmp_path, {".secscan.yaml": "engines: {enabled: [secscan]}"})
    assert load(top, explicit=True).required == ("secscan",)
    write(top, {".secscan.yaml": "engines: {required: []}"})
    assert load(top, explicit=True).required == ()


def test_the_nearest_configuration_counts_and_the_search_ends_at_the_repository(tmp_path: Path) -> None:
    top = repository(
        tmp_path / "repo", {".secscan.yaml": "fail_on: low", "a/b/.secscan.yaml": "fail_on: high", "c/x": ""}
    )
    write(tmp_path, {".secscan.yaml": "fail_on: info"})
    assert load(top / "a" / "b", explicit=True).fail_on is Severity.HIGH
    assert load(top / "c", explicit=True).fail_on is Severity.LOW
    (top / ".secscan.yaml").unlink()
    assert load(top / "c", explicit=True) == Settings(top=top, paths=("c",))


def test_a_pyproject_without_a_word_of_secscan_is_passed_by(tmp_path: Path) -> None:
    top = repository(
        tmp_path, {".secscan.yaml": "fail_on: low", "a/pyproject.toml": '[project]\nname = "secscan-user"\n'}
    )
    assert load(top / "a", explicit=True).file == ".secscan.yaml"


def test_secscan_yaml_comes_before_pyproject(tmp_path: Path) -> None:
    top = repository(
        tmp_path, {".secscan.yaml": "fail_on: low", "pyproject.toml": '[tool.secscan]\nfail_on = "high"\n'}
    )
    assert load(top, explicit=True).fail_on is Severity.LOW


def test_terrascan_runs_where_it_is_enabled_and_is_required_nowhere(tmp_path: Path) -> None:
    text = "engines: {enabled: [secscan, terrascan], guard: {rules: [rules/mine.guard]}}"
    settings = load(repository(tmp_path, {"sub/.secscan.yaml": text}) / "sub", explicit=True)
    assert (settings.enabled, settings.required) == (("secscan", "terrascan"), ("secscan",))
    assert settings.guard_rules == ("sub/rules/mine.guard",)


def test_outside_of_git_the_configurations_directory_is_the_repository(tmp_path: Path) -> None:
    top = write(tmp_path, {".secscan.yaml": "paths: [infra]", "infra/dev/main.tf": ""})
    settings = load(top / "infra" / "dev", explicit=True)
    assert (settings.top, settings.paths) == (top, ("infra/dev",))


def test_outside_of_git_a_directory_that_anybody_may_write_configures_nothing(tmp_path: Path) -> None:
    shared = write(tmp_path / "shared", {".secscan.yaml": "fail_on: critical", "mine/main.tf": ""})
    shared.chmod(0o1777)
    assert load(shared / "mine", explicit=True) == Settings(top=shared / "mine")


def test_a_directory_that_was_named_takes_the_place_of_paths_and_of_the_roots_outside(tmp_path: Path) -> None:
    text = "paths: [infra]\nroots: [infra/dev, infra/prod]\n"
    top = repository(tmp_path, {".secscan.yaml": text, "infra/dev/main.tf": "", "infra/prod/main.tf": ""})
    named = load(top / "infra" / "dev", explicit=True)
    assert (named.paths, named.roots) == (("infra/dev",), (Root(path="infra/dev"),))
    assert load(top / "infra" / "dev", explicit=False).paths == ("infra",)
    assert load(top, explicit=True).paths == ("infra",)


def test_paths_are_relative_to_the_configuration_wherever_it_lies(tmp_path: Path) -> None:
    text = "paths: [., ../shared]\nexclude: [old, /gen, a/b, '!keep/']\n"
    top = repository(tmp_path, {"sub/.secscan.yaml": text, "shared/main.tf": ""})
    settings = load(top / "sub", explicit=True)
    assert settings.paths == ("sub", "shared")
    assert settings.exclude == ("/sub/**/old", "/sub/gen", "/sub/a/b", "!/sub/**/keep/")
    assert settings.waivers == "sub/.secscan/waivers.yaml"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("paths: [infra]\nfail_onn: high\n", ".secscan.yaml:2: `fail_onn` is no key of the configuration"),
        ("fail_on: hihg", ".secscan.yaml:1:10: `hihg` is not allowed here; did you mean `high`?"),
        ("fail_on: 3", ".secscan.yaml:1:10: a text belongs here"),
        ("fail_on: high\nfail_on: low", ".secscan.yaml:2:1: `fail_on` stands here twice, first on line 1"),
        ("paths: [/etc]", ".secscan.yaml:1:9: `/etc` is not a path inside the repository"),
        ("paths: [../..]", ".secscan.yaml:1:9: `../..` is not a path inside the repository"),
        ("paths: []", ".secscan.yaml:1:8: a list belongs here"),
        ("paths: {a: b}", ".secscan.yaml:1:8: a text belongs here"),
        ("engines: [checkov]", ".secscan.yaml:1:10: `engines` is a mapping of keys"),
        ("engines:\n  enabeld: [checkov]", ".secscan.yaml:2: `enabeld` is no key of `engines`"),
        ("engines: {enabled: [chekov]}", "`chekov` is not allowed here; did you mean `checkov`?"),
        ("engines: {enabled: [secscan], required: [tflint]}", "`tflint` is required and not enabled"),
        ("engines: {timeout: true}", "a whole number of seconds from 1 to 86400 belongs here"),
        ("engines: {timeout: 0}", "a whole number of seconds from 1 to 86400 belongs here"),
        ("engines: {skip: {trivy: [x]}}", "`trivy` is no key of `engines.skip`"),
        (
            "engines: {enabled: [secscan, terrascan], required: [terrascan]}",
            ".secscan.yaml:1:52: `terrascan` cannot be required: archived upstream since November 2025",
        ),
        ("engines: {enabled: [terrascan]}", ".secscan.yaml:1:20: legacy engines alone decide nothing"),
        ("engines: {guard: {rules: [/etc/passwd]}}", "`/etc/passwd` is not a path inside the repository"),
        ("engines: {guard: {rules: [a/../../b]}}", "`a/../../b` is not a path inside the repository"),
        ("engines: {guard: {}}", "`engines.guard` needs"),
        ("engines: {guard: {ruls: [a]}}", "`ruls` is no key of `engines.guard`; did you mean `rules`?"),
        ("limits: {file_bytes: 1e9}", "could be read in more than one way"),
        ("limits: {file_bytes: lots}", "a whole number of bytes from 1 to 50000000 belongs here"),
        ("roots: [{paht: a}]", ".secscan.yaml:1: `paht` is no key of a root; did you mean `path`?"),
        ("a: &x [1]\nb: *x", "anchors and aliases are not read here"),
        ("paths: [infra\n", ".secscan.yaml:2:1: not valid YAML"),
        ("- paths", ".secscan.yaml:1:1: the configuration is a mapping of keys"),
        ("paths: !!python/object:os.system x", "tags are not read here"),
        ("[" * 5000, "nested too deeply"),
        ("---\npaths: [a]\n---\npaths: [b]\n", "a second document begins here"),
    ],
)
def test_a_mistake_is_answered_with_its_place_and_what_was_meant(tmp_path: Path, text: str, message: str) -> None:
    assert message in mistake(repository(tmp_path, {".secscan.yaml": text}))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[tool.secscan]\nfail_onn = "high"\n', "pyproject.toml:2: `fail_onn` is no key of the configuration"),
        ('[tool.secscan]\nfail_on = "hihg"\n', "pyproject.toml:2:1: `hihg` is not allowed here"),
        ('[tool.secscan.engines]\nenabled = ["chekov"]\n', "pyproject.toml:2:1: `chekov` is not allowed here"),
        ('[tool.secscan]\n\nengines.enabeld = ["checkov"]\n', "pyproject.toml:3: `enabeld` is no key of `engines`"),
        ("[tool.secscan]\nlimits = { file_bytes = 1.5 }\n", "pyproject.toml:2: `file_bytes`: neither a text"),
        ("[tool.secscan]\nfail_on = \n", "pyproject.toml:2:11: not valid TOML"),
        ("[tool.secscan]\nx = " + "[" * 5000, "nested too deeply"),
        ("tool.secscan = 3\n", "the configuration is a mapping of keys"),
        ("[tool.secscan]\nlimits.file_bytes = " + "9" * 10_000, "not valid TOML"),
    ],
)
def test_a_mistake_in_pyproject_has_its_line_too(tmp_path: Path, text: str, message: str) -> None:
    assert message in mistake(repository(tmp_path, {"pyproject.toml": text}))


def test_a_configuration_that_is_a_pipe_a_loop_binary_or_outside_is_refused_and_never_waited_for(
    tmp_path: Path,
) -> None:
    top = repository(tmp_path / "repo", {"x": ""})
    path = top / ".secscan.yaml"
    os.mkfifo(path)
    assert mistake(top) == ".secscan.yaml: not a regular file"
    path.unlink()
    path.symlink_to(path)
    assert mistake(top) == ".secscan.yaml: a loop of symbolic links"
    path.unlink()
    path.symlink_to(write(tmp_path, {"outside.yaml": "fail_on: critical"}) / "outside.yaml")
    assert mistake(top) == ".secscan.yaml: a symbolic link that leaves the repository"
    path.unlink()
    path.write_bytes(b"fail_on: \xff\n")
    assert mistake(top) == ".secscan.yaml: not UTF-8 (line 1)"


def test_a_name_that_is_nearly_right_is_not_passed_by_in_silence(tmp_path: Path) -> None:
    assert mistake(repository(tmp_path, {".secscan.yml": ""})) == ".secscan.yml: this name is not read"


def test_what_is_no_directory_is_said(tmp_path: Path) -> None:
    write(tmp_path, {"main.tf": ""})
    assert mistake(tmp_path / "main.tf").endswith("main.tf: a file; secscan scans directories")
    assert mistake(tmp_path / "gone").endswith("gone: there is no such directory")


def test_engines_are_named_in_the_order_of_the_report() -> None:
    assert engine_names(("tflint", "secscan", "tflint")) == ("secscan", "tflint")
    with pytest.raises(UserError, match="`checkof` is no engine"):
        engine_names(("checkof",))


def test_the_cache_lies_where_the_environment_says() -> None:
    assert cache_directory({"SECSCAN_CACHE_DIR": "/somewhere/else"}) == Path("/somewhere/else")
    assert cache_directory({}).name == "secscan"
