"""The one door to other programs, tried with real children."""

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from secscan.engines import environment
from secscan.engines.process import End, Finished, Limits, run


def python(source: str, tmp_path: Path, limits: Limits | None = None, **variables: str) -> Finished:
    """Run a few lines of Python through the door."""
    return run((sys.executable, "-I", "-c", source), cwd=tmp_path, environment=variables, limits=limits or Limits())


def alive(pid: int) -> bool:
    """Whether a process still runs; a zombie that nobody reaped does not count."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in {"Z", "X"}


def gone(pid: int) -> bool:
    deadline = time.monotonic() + 10
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    return not alive(pid)


def test_a_child_that_ends_gives_its_code_its_words_and_its_time(tmp_path: Path) -> None:
    source = "import sys; print('out'); print('err', file=sys.stderr); sum(range(10**6)); sys.exit(3)"
    done = python(source, tmp_path)
    assert (done.end, done.code, done.stdout, done.stderr, done.problem) == (End.EXITED, 3, b"out\n", b"err\n", "")
    assert done.ran
    assert done.cpu > 0
    assert done.seconds > 0


def test_the_time_of_grandchildren_that_were_waited_for_is_counted(tmp_path: Path) -> None:
    burn = "import time\nend = time.process_time() + 0.3\nwhile time.process_time() < end: pass"
    done = python(f"import subprocess, sys; subprocess.run([sys.executable, '-c', {burn!r}])", tmp_path)
    assert done.cpu >= 0.3


def test_nothing_is_inherited_but_the_environment_that_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "not for children")
    done = python("import os; print(sorted(set(os.environ) - {'LC_CTYPE'}))", tmp_path, ONLY="this")
    assert done.stdout == b"['ONLY']\n"


def test_a_child_reads_what_it_is_given_and_then_the_end(tmp_path: Path) -> None:
    given = bytes(range(256)) * 10_000
    source = "import sys; data = sys.stdin.buffer.read(); sys.stdout.buffer.write(data[::-1])"
    done = run((sys.executable, "-I", "-c", source), cwd=tmp_path, environment={}, limits=Limits(), given=given)
    assert (done.end, done.stdout, list(tmp_path.iterdir())) == (End.EXITED, given[::-1], [])


def test_standard_input_is_closed_and_no_other_file_is_open(tmp_path: Path) -> None:
    with (tmp_path / "secret").open("w") as open_file:
        os.set_inheritable(open_file.fileno(), True)
        source = "import os, sys; print(repr(sys.stdin.read()), sorted(os.listdir('/proc/self/fd'))[:-1])"
        done = python(source, tmp_path)
    assert done.stdout == b"'' ['0', '1', '2']\n"


def test_a_word_with_shell_signs_stays_one_word(tmp_path: Path) -> None:
    command = (sys.executable, "-I", "-c", "import sys; print(sys.argv[1:])", "a; touch x", "$(id)", "*")
    done = run(command, cwd=tmp_path, environment={}, limits=Limits())
    assert done.stdout == b"['a; touch x', '$(id)', '*']\n"
    assert list(tmp_path.iterdir()) == []


def test_a_child_that_takes_too_long_is_killed_with_its_grandchildren(tmp_path: Path) -> None:
    source = """
import pathlib, subprocess, sys, time
nap = "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(60)"
child = subprocess.Popen([sys.executable, "-c", nap])
pathlib.Path("pid").write_text(str(child.pid)); time.sleep(60)"""
    done = python(source, tmp_path, Limits(seconds=1.0))
    assert (done.end, done.code) == (End.TIMED_OUT, -signal.SIGKILL)
    assert done.problem == "it took longer than 1 s and was killed"
    assert gone(int((tmp_path / "pid").read_text()))


def test_a_grandchild_that_outlives_its_parent_is_killed_and_holds_nothing_up(tmp_path: Path) -> None:
    source = """
import pathlib, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
pathlib.Path("pid").write_text(str(child.pid)); print("done")"""
    done = python(source, tmp_path, Limits(seconds=30.0))
    assert (done.end, done.stdout) == (End.EXITED, b"done\n")
    assert done.seconds < 20
    assert gone(int((tmp_path / "pid").read_text()))


@pytest.mark.parametrize(("stream", "limits"), [("stdout", Limits(stdout=10_000)), ("stderr", Limits(stderr=10_000))])
def test_a_child_that_prints_without_end_is_stopped_at_the_limit(stream: str, limits: Limits, tmp_path: Path) -> None:
    done = python(f"import sys\nwhile True: sys.{stream}.write('x' * 4096)", tmp_path, limits)
    assert done.end is End.TOO_MUCH
    assert len(getattr(done, stream)) == 10_000
    assert "printed more than" in done.problem


def test_a_child_that_closes_its_pipes_and_goes_on_is_still_bounded(tmp_path: Path) -> None:
    done = python("import os, time; os.close(1); os.close(2); time.sleep(60)", tmp_path, Limits(seconds=0.5))
    assert done.end is End.TIMED_OUT


def test_all_that_was_written_before_the_end_is_read(tmp_path: Path) -> None:
    done = python("import sys; sys.stdout.write('x' * 3_000_000); sys.stdout.flush()", tmp_path)
    assert done.stdout == b"x" * 3_000_000


def test_a_crash_names_its_signal_and_leaves_no_core_file(tmp_path: Path) -> None:
    done = python("import os, signal; os.kill(os.getpid(), signal.SIGABRT)", tmp_path)
    assert (done.end, done.code, done.ran) == (End.SIGNALLED, -signal.SIGABRT, False)
    assert done.problem == "it was killed by signal 6"
    assert list(tmp_path.iterdir()) == []


def test_a_child_cannot_fill_the_disk(tmp_path: Path) -> None:
    source = "import time; time.sleep(0.3)\nwith open('big', 'wb') as f:\n while True: f.write(b'x' * 65536)"
    done = python(source, tmp_path, Limits(file=1_000_000))
    assert done.end in {End.SIGNALLED, End.EXITED}
    assert done.code != 0
    assert (tmp_path / "big").stat().st_size <= 1_000_000


def test_a_program_that_is_not_there_is_an_answer_and_no_exception(tmp_path: Path) -> None:
    done = run((str(tmp_path / "absent"),), cwd=tmp_path, environment={}, limits=Limits())
    assert (done.end, done.code, done.ran) == (End.NOT_STARTED, None, False)
    assert "absent" in done.problem


def test_another_thread_can_end_a_child(tmp_path: Path) -> None:
    limits = Limits(seconds=60)
    threading.Timer(0.3, limits.cancelled.set).start()
    done = python("import time; time.sleep(60)", tmp_path, limits)
    assert done.end is End.CANCELLED


def test_an_interruption_kills_the_group_and_flies_on(tmp_path: Path) -> None:
    """A program of ours, interrupted as by Ctrl-C while a child of it sleeps."""
    source = f"""
import sys; sys.path.insert(0, {str(Path(__file__).parents[2] / "scanner")!r})
from pathlib import Path
from secscan.engines.process import Limits, run
nap = "import os, pathlib, time; pathlib.Path('pid').write_text(str(os.getpid())); time.sleep(60)"
try:
    run((sys.executable, "-c", nap), cwd=Path("."), environment={{}}, limits=Limits())
except KeyboardInterrupt:
    print("interrupted")
"""
    threading.Thread(target=_interrupt_once_started, args=(tmp_path / "pid",)).start()
    done = python(source, tmp_path, Limits(seconds=60))
    assert (done.code, done.stdout) == (0, b"interrupted\n")
    assert gone(int((tmp_path / "pid").read_text()))


def _interrupt_once_started(file: Path) -> None:
    """The sleeping grandchild's parent is the program to interrupt."""
    deadline = time.monotonic() + 30
    while not (file.exists() and file.read_text()) and time.monotonic() < deadline:
        time.sleep(0.02)
    parent = Path(f"/proc/{file.read_text()}/stat").read_text().rpartition(")")[2].split()[1]
    os.kill(int(parent), signal.SIGINT)


def test_the_scanning_environment_is_these_variables_and_no_other(tmp_path: Path) -> None:
    found = environment.scanning(home=tmp_path / "home", temporary=tmp_path / "tmp", search=tmp_path / "path")
    assert found == {
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "GOGC": "800",
        "GOMEMLIMIT": "2GiB",
        "HOME": str(tmp_path / "home"),
        "XDG_CONFIG_HOME": str(tmp_path / "home"),
        "XDG_CACHE_HOME": str(tmp_path / "tmp"),
        "TMPDIR": str(tmp_path / "tmp"),
        "PATH": str(tmp_path / "path"),
    }


def test_installing_keeps_the_settings_of_package_clients_and_nothing_of_the_clouds(tmp_path: Path) -> None:
    inherited = {
        "AWS_SECRET_ACCESS_KEY": "x",
        "CHECKOV_CONFIG": "x",
        "GITHUB_TOKEN": "x",
        "GOPROXY": "https://proxy.example",
        "HOME": "/home/someone",
        "HTTPS_PROXY": "http://proxy.example:3128",
        "LD_PRELOAD": "/evil.so",
        "PATH": "/usr/bin",
        "PIP_INDEX_URL": "https://index.example/simple",
        "PIP_TARGET": "/elsewhere",
        "PYTHONPATH": "/evil",
        "SSL_CERT_FILE": "/certificates.pem",
        "TF_VAR_x": "x",
    }
    kept = {"GOPROXY", "HOME", "HTTPS_PROXY", "PATH", "PIP_INDEX_URL", "SSL_CERT_FILE"}
    assert environment.installing(inherited, temporary=tmp_path) == {
        **{name: inherited[name] for name in kept},
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "TMPDIR": str(tmp_path),
    }
