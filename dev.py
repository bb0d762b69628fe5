"""The one door to the checkout: set-up, start, tests, figures, pictures and packages.

    python3 dev.py setup | run [-- ARGS] | test | check | bench [NAME] [--json FILE]
                         | gallery DIR | package

Standard library only. What it says about itself goes to stderr, so that the promised JSON lines
of the programs stay alone on stdout. Exit status 0 means that all of it held.
"""

import sys

try:
    import contextlib
    import ctypes
    import hashlib
    import json
    import os
    import platform
    import shutil
    import signal
    import subprocess
    import tempfile
    import time
    import venv
    from collections.abc import Iterator
    from pathlib import Path
    from typing import IO

    if sys.platform == "win32":
        import msvcrt
    else:
        import fcntl
except ImportError as missing:
    sys.exit(
        "kis-desktop: this Python comes without a part of its standard library (%s).\n"
        "On Debian and Ubuntu: sudo apt-get install python3 python3-venv" % missing
    )

NEEDED_PYTHON = (3, 11)
if sys.version_info < NEEDED_PYTHON:
    sys.exit(
        "kis-desktop needs Python %d.%d or newer; this is %s (%s).\n"
        "Install a newer one and start again, for example: python3.11 dev.py run"
        % (*NEEDED_PYTHON, platform.python_version(), sys.executable)
    )

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BUILD = ROOT / "build"
REQUIREMENTS = ROOT / "requirements"
UNFINISHED = "unfinished"  # in the stamps while packages are being installed
MISLEADING = frozenset(
    {
        "PYTHONPATH",
        "PYTHONHOME",
        "PYTHONDONTWRITEBYTECODE",
        "PIP_TARGET",
        "PIP_PREFIX",
        "PIP_ROOT",
        "PIP_PYTHON",
        "PIP_USER",
    }
)
INTERRUPTED = 130  # what a shell expects of a program ended by Ctrl-C

# soname → Debian package, for Qt without a screen
OFFSCREEN_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
}
# what the xcb platform of Qt needs besides
SCREEN_LIBRARIES = {
    "libxcb.so.1": "libxcb1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
# arguments that already say what to connect to, or ask for something else than a window
START_OPTIONS = ("--demo", "--simulator", "--profile", "--replay")
ANSWER_OPTIONS = ("--selfcheck", "--help", "-h", "--version")


class SetupFailure(Exception):
    """Set-up or a build step did not hold; the text tells what to do."""


def say(text: str) -> None:
    print("kis-desktop: " + text, file=sys.stderr, flush=True)


# Environments


class Environment:
    """One virtual environment, filled from hash-pinned requirement files and stamped with them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.stamp = folder / "kis-desktop-setup.json"

    @property
    def scripts(self) -> Path:
        return self.folder / ("Scripts" if os.name == "nt" else "bin")

    @property
    def python(self) -> Path:
        return self.scripts / ("python.exe" if os.name == "nt" else "python")

    def tool(self, name: str) -> str:
        return str(self.scripts / (name + ".exe" if os.name == "nt" else name))

    def is_usable(self) -> bool:
        """Whether the interpreter is there, and still the one that the environment was made of."""
        marker = self.folder / "pyvenv.cfg"
        if not (marker.is_file() and self.python.is_file()):
            return False
        maker = pyvenv_value(marker, "executable")
        if maker is None or os.name == "nt":
            return True
        return os.path.realpath(self.python) == os.path.realpath(maker)

    def holds(self, key: str, fingerprint: str) -> bool:
        return self.stamps().get(key) == fingerprint

    def stamps(self) -> dict[str, str]:
        try:
            stamps = json.loads(self.stamp.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return stamps if isinstance(stamps, dict) else {}

    def mark(self, fingerprints: dict[str, str], *, unfinished: bool = False) -> None:
        stamps = {**self.stamps(), **fingerprints}
        stamps.pop(UNFINISHED, None)
        if unfinished:
            stamps[UNFINISHED] = "packages were being installed"
        self.stamp.write_text(json.dumps(stamps, indent=1) + "\n", encoding="utf-8")

    def version(self) -> str:
        return pyvenv_value(self.folder / "pyvenv.cfg", "version") or ""

    def create(self) -> None:
        """Make it without pip: Debian ships Python without ensurepip, and none is needed here."""
        say("making %s with Python %s" % (self.folder.name, platform.python_version()))
        builder = venv.EnvBuilder(clear=True, symlinks=os.name != "nt", with_pip=False)
        builder.create(self.folder)
        self.install_pip()

    def install_pip(self) -> None:
        """Put the pip that the checkout brings into the environment, run from its own wheel."""
        wheel = pip_wheel()
        run_quietly(
            [str(self.python), str(wheel / "pip"), "install", "--no-index", "--no-deps", str(wheel)]
        )

    def install(self, names: tuple[str, ...]) -> None:
        """Install the requirement files, every package against its hash, wheels only."""
        command = [str(self.python), "-m", "pip", "install", "--require-hashes", "--no-deps"]
        command += ["--only-binary=:all:", "--no-user"]
        for name in names:
            command += ["-r", str(REQUIREMENTS / (name + ".txt"))]
        count = sum(pins_of(name) for name in names)
        say("checking and installing up to %d pinned packages" % count)
        run_showing_progress(command, count)

    def install_checkout(self) -> None:
        """Install kis-desktop itself in place: the console scripts, and the checkout as source."""
        command = [str(self.python), "-m", "pip", "install", "--no-index", "--no-deps", "--no-user"]
        run_quietly([*command, "--no-build-isolation", "-e", str(ROOT)])


def pyvenv_value(marker: Path, name: str) -> str | None:
    for line in marker.read_text(encoding="utf-8").splitlines():
        key, _, value = line.partition("=")
        if key.strip() == name:
            return value.strip()
    return None


def pip_wheel() -> Path:
    """The wheel in requirements/installer, after its hash was found in installer.txt."""
    wheels = sorted((REQUIREMENTS / "installer").glob("pip-*.whl"))
    if not wheels:
        raise SetupFailure("requirements/installer holds no pip wheel; check out again")
    digest = hashlib.sha256(wheels[-1].read_bytes()).hexdigest()
    if "--hash=sha256:" + digest not in requirement_text("installer"):
        raise SetupFailure("%s is not the file that installer.txt pins" % wheels[-1].name)
    return wheels[-1]


def requirement_text(name: str) -> str:
    return (REQUIREMENTS / (name + ".txt")).read_text(encoding="utf-8")


def pins_of(name: str) -> int:
    return sum("==" in line and not line.startswith("#") for line in requirement_lines(name))


def requirement_lines(name: str) -> list[str]:
    return requirement_text(name).splitlines()


def fingerprint(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8")).hexdigest()


def set_up(environment: Environment, profile: str, *, with_checkout: bool = True) -> Environment:
    """Bring the environment to what the requirement files say; nothing to do costs milliseconds."""
    if not is_set_up(environment, profile, with_checkout=with_checkout):
        with only_one_at_a_time(environment):
            if not is_set_up(environment, profile, with_checkout=with_checkout):
                fill(environment, profile, with_checkout=with_checkout)
    return environment


def is_set_up(environment: Environment, profile: str, *, with_checkout: bool) -> bool:
    """Whether the stamps say so. `dev` holds everything that `run` does, with the same pins."""
    if not environment.is_usable() or UNFINISHED in environment.stamps():
        return False
    fitting = ("run", "dev") if profile == "run" else (profile,)
    filled = any(environment.holds(name, packages_mark(environment, name)) for name in fitting)
    return filled and (
        not with_checkout or environment.holds("checkout", checkout_mark(environment))
    )


def fill(environment: Environment, profile: str, *, with_checkout: bool) -> None:
    """Make the environment where it is missing, broken or half filled, and install what is new."""
    if not environment.is_usable() or UNFINISHED in environment.stamps():
        environment.create()
    if not is_set_up(environment, profile, with_checkout=False):
        begun = time.monotonic()
        if not has_pip(environment):
            environment.install_pip()
        environment.mark({}, unfinished=True)
        environment.install(("installer", profile))
        environment.mark({profile: packages_mark(environment, profile)})
        say("packages are in place after %.0f s" % (time.monotonic() - begun))
    if with_checkout:
        environment.install_checkout()
        environment.mark({"checkout": checkout_mark(environment)})


def packages_mark(environment: Environment, profile: str) -> str:
    return fingerprint(
        environment.version(), requirement_text("installer"), requirement_text(profile)
    )


def checkout_mark(environment: Environment) -> str:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    return fingerprint(environment.version(), project, str(environment.folder))


@contextlib.contextmanager
def only_one_at_a_time(environment: Environment) -> Iterator[None]:
    """Hold the lock beside the environment: two first starts at once do not mix their packages."""
    environment.folder.parent.mkdir(parents=True, exist_ok=True)
    path = environment.folder.with_name(environment.folder.name + ".lock")
    with path.open("a+b") as file:
        if not try_lock(file):
            say("waiting for another set-up of %s to end" % environment.folder.name)
            while not try_lock(file):
                time.sleep(0.2)
        yield


def try_lock(file: IO[bytes]) -> bool:
    """Take the lock of the open file if nobody has it; the system gives it back on any end."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def has_pip(environment: Environment) -> bool:
    check = [str(environment.python), "-c", "import pip"]
    return subprocess.run(check, capture_output=True, check=False).returncode == 0


# Child processes


def clean_environment(**more: str) -> dict[str, str]:
    """The user's environment without what would lead packages into ours or past it."""
    kept = {k: v for k, v in os.environ.items() if k not in MISLEADING}
    return {**kept, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONUTF8": "1", **more}


def run_quietly(command: list[str]) -> None:
    """Run it and show what it said only when it failed."""
    done = subprocess.run(
        command,
        env=clean_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise SetupFailure("%s\nfailed with:\n%s" % (" ".join(command), done.stdout))


def run_showing_progress(command: list[str], count: int) -> None:
    """Run pip: its own bars on a terminal, else a line for each download and tenth package."""
    if sys.stderr.isatty():
        failed = run_step([*command, "--quiet", "--progress-bar", "on"])
    else:
        failed = run_reporting_lines([*command, "--progress-bar", "off"], count)
    if failed:
        raise SetupFailure("the packages could not be installed; pip says why above")


def run_reporting_lines(command: list[str], count: int) -> int:
    seen = 0
    with subprocess.Popen(
        command,
        env=clean_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            words = line.split()
            if line.startswith("Collecting"):
                seen += 1
                if seen % 10 == 0:
                    say("  %d of %d packages" % (seen, count))
            elif words[:1] == ["Downloading"] and " MB)" in line:
                say("  fetching " + " ".join(words[1:]))
            elif line.startswith(("Installing collected", "ERROR", "    ", "WARNING: Retrying")):
                say("  " + (line.split(":")[0] if line.startswith("Installing") else line.rstrip()))
    return process.returncode


def run_step(command: list[str], **more: str) -> int:
    """Run a tool in the checkout with its output on ours; Ctrl-C waits for it to end first."""
    process = subprocess.Popen(command, cwd=ROOT, env=clean_environment(**more))
    try:
        return process.wait()
    except (KeyboardInterrupt, SystemExit):
        with contextlib.suppress(KeyboardInterrupt):
            end_process(process)
        raise


def end_process(process: "subprocess.Popen[bytes]", patience: float = 10.0) -> None:
    """Let the child finish what Ctrl-C began; after `patience` seconds end it."""
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def replace_process(command: list[str], environment: dict[str, str]) -> int:
    """Become the program: signals and exit status are its own. On Windows, wait for it."""
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name != "nt":
        os.execve(command[0], command, environment)  # noqa: S606 - there is no shell to want
    process = subprocess.Popen(command, env=environment)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:  # the console sent it to the program too
            continue


# System libraries


def has_display() -> bool:
    return not sys.platform.startswith("linux") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )


def missing_libraries(*, screen: bool) -> dict[str, str]:
    """The sonames that the loader does not find, each with its Debian package."""
    if not sys.platform.startswith("linux"):
        return {}
    wanted = {**OFFSCREEN_LIBRARIES, **(SCREEN_LIBRARIES if screen else {})}
    return {soname: package for soname, package in wanted.items() if not can_load(soname)}


def can_load(soname: str) -> bool:
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def need_system_libraries(*, screen: bool) -> None:
    """Raise unless Qt's libraries are there; on Debian with the right to do so, install them."""
    missing = missing_libraries(screen=screen)
    if not missing:
        return
    say("Qt needs system libraries that are not here: " + ", ".join(missing))
    if shutil.which("apt-get"):
        install_with_apt(sorted(set(missing.values())))
        missing = missing_libraries(screen=screen)
        if missing:
            raise SetupFailure("still missing: " + ", ".join(missing))
        return
    for installer in ("dnf", "zypper"):
        if shutil.which(installer):
            names = " ".join("'%s()(64bit)'" % soname for soname in missing)
            raise SetupFailure("install them with:\n  sudo %s install %s" % (installer, names))
    raise SetupFailure("install the packages of your system that hold them, and start again")


def install_with_apt(packages: list[str]) -> None:
    """apt-get where it may run unasked, otherwise the one command for the user."""
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    prefix = privilege()
    if prefix is None:
        raise SetupFailure("install them with:\n  sudo " + " ".join(install))
    say("installing them: " + " ".join([*prefix, *install]))
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    if run_on_stderr([*prefix, *install], quiet):
        run_on_stderr([*prefix, "apt-get", "update"], quiet)
        if run_on_stderr([*prefix, *install], quiet):
            raise SetupFailure("apt-get failed; try it by hand:\n  sudo " + " ".join(install))


def run_on_stderr(command: list[str], more: dict[str, str]) -> int:
    done = subprocess.run(
        command,
        env={**os.environ, **more},
        stdout=sys.stderr,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return done.returncode


def privilege() -> list[str] | None:
    """What to put before a command that needs root: nothing, sudo without a password, or None."""
    if os.name == "nt":
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
        if asked.returncode == 0:
            return ["sudo", "-n"]
    return None


# Commands


def command_setup(arguments: list[str]) -> int:
    """Everything for work on the program: its packages, the tools of the tests, Qt's libraries."""
    no_arguments("setup", arguments)
    begun = time.monotonic()
    need_system_libraries(screen=has_display())
    set_up(Environment(VENV), "dev")
    say("ready after %.1f s; next: python3 dev.py run" % (time.monotonic() - begun))
    return 0


def command_run(arguments: list[str]) -> int:
    """Start the program; without saying to what, against its own simulator (`--demo`)."""
    display = has_display()
    need_system_libraries(screen=display)
    environment = set_up(Environment(VENV), "run")
    variables = clean_environment()
    wants_window = opens_window(arguments)
    given = arguments
    if wants_window and not has_option(arguments, START_OPTIONS):
        given = ["--demo", *given]
    if not display:
        variables.setdefault("QT_QPA_PLATFORM", "offscreen")
        if wants_window:
            given = [*given, *headless_options(arguments)]
            say("no display here: running off screen with " + " ".join(given))
    command = [str(environment.python), "-P", "-m", "kis_desktop", *given]
    return replace_process(command, variables)


def opens_window(arguments: list[str]) -> bool:
    """Whether the program was asked for its window, and not for a subcommand or an answer."""
    if has_option(arguments, ANSWER_OPTIONS):
        return False
    return not arguments or arguments[0].startswith("-")


def has_option(arguments: list[str], names: tuple[str, ...]) -> bool:
    return any(argument.partition("=")[0] in names for argument in arguments)


def headless_options(arguments: list[str]) -> list[str]:
    """Without a display the program says how it fares, and leaves a picture of its window."""
    options = []
    if not has_option(arguments, ("--status-every",)):
        options += ["--status-every", "5"]
    if not has_option(arguments, ("--screenshot",)):
        options += ["--screenshot", "kis-desktop.png"]
    return options


def command_test(arguments: list[str]) -> int:
    no_arguments("test", arguments)
    return run_checks([])


def command_check(arguments: list[str]) -> int:
    no_arguments("check", arguments)
    return run_checks(["-m", "not slow"])


def run_checks(selection: list[str]) -> int:
    """All checks, each one even if an earlier failed; the ratchet needs the whole suite."""
    need_system_libraries(screen=False)
    environment = set_up(Environment(VENV), "dev")
    python = str(environment.python)
    suite = [python, "-m", "tests.parts", *selection]
    ratchet = [python, "-m", "tests.architecture.coverage_ratchet", "coverage.json"]
    steps = {
        "format": [environment.tool("ruff"), "format", "--check", "--quiet", "."],
        "lint": [environment.tool("ruff"), "check", "--quiet", "."],
        "types": [environment.tool("mypy")],
        "imports": [environment.tool("lint-imports"), "--no-logo"],
        "tests": suite,
        "coverage": ratchet,
    }
    with contextlib.suppress(FileNotFoundError):
        (ROOT / "coverage.json").unlink()
    return summary({name: timed_step(name, command) for name, command in steps.items()})


def timed_step(name: str, command: list[str]) -> tuple[bool, float]:
    say("--- " + name)
    begun = time.monotonic()
    status = run_step(command, QT_QPA_PLATFORM="offscreen")
    seconds = time.monotonic() - begun
    say("--- %s %s after %.1f s" % (name, "failed" if status else "held", seconds))
    return status == 0, seconds


def summary(results: dict[str, tuple[bool, float]]) -> int:
    for name, (held, seconds) in results.items():
        say("%-9s %-6s %7.1f s" % (name, "held" if held else "FAILED", seconds))
    failed = [name for name, (held, _) in results.items() if not held]
    total = sum(seconds for _, seconds in results.values())
    verdict = "failed: " + ", ".join(failed) if failed else "all of it held"
    say("%s (%.0f s)" % (verdict, total))
    return 1 if failed else 0


def command_bench(arguments: list[str]) -> int:
    """The speed table. The peers have environments of their own, with their own pins."""
    need_system_libraries(screen=False)
    environment = set_up(Environment(VENV), "dev")
    peers = set_up(Environment(BUILD / "peers"), "bench", with_checkout=False)
    charts = set_up(Environment(BUILD / "chart-peers"), "bench-chart", with_checkout=False)
    command = [str(environment.python), "-m", "benchmarks", *arguments]
    return run_step(
        command,
        QT_QPA_PLATFORM="offscreen",
        KIS_BENCH_PEER_PYTHON=str(peers.python),
        KIS_BENCH_CHART_PEER_PYTHON=str(charts.python),
    )


def command_gallery(arguments: list[str]) -> int:
    """Pictures of every panel, theme and language, for a look at what changed."""
    if len(arguments) != 1:
        raise SetupFailure("usage: python3 dev.py gallery DIR")
    need_system_libraries(screen=False)
    environment = set_up(Environment(VENV), "run")
    folder = str(Path(arguments[0]).absolute())
    command = [str(environment.python), "-P", "-m", "kis_desktop.ui.gallery", folder]
    return run_step(command, QT_QPA_PLATFORM="offscreen")


def command_package(arguments: list[str]) -> int:
    """Freeze the program, and let the frozen one answer for itself where no Python helps it."""
    no_arguments("package", arguments)
    need_system_libraries(screen=False)
    source = set_up(Environment(VENV), "run")
    builder = set_up(Environment(BUILD / "package-env"), "package")
    command = [str(builder.python), "-m", "PyInstaller", "--noconfirm", "--clean"]
    command += ["--distpath", str(ROOT / "dist"), "--workpath", str(BUILD / "pyinstaller")]
    if run_step([*command, "--log-level", "WARN", str(ROOT / "packaging" / "kis-desktop.spec")]):
        raise SetupFailure("PyInstaller failed; it says why above")
    name = "kis-desktop.exe" if os.name == "nt" else "kis-desktop"
    frozen = ROOT / "dist" / "kis-desktop" / name
    manifest = selfcheck([str(source.python), "-P", "-m", "kis_desktop"], clean_environment())
    compare_manifests(manifest, selfcheck([str(frozen)], bare_environment()))
    if shutil.which("dpkg-deb"):
        build_debian_package(frozen.parent)
    return 0


def build_debian_package(folder: Path) -> None:
    say("wrapping it for Debian and Ubuntu, which takes a minute")
    script = str(ROOT / "packaging" / "build-deb.sh")
    if run_step(["sh", script, str(folder), project_version(), str(ROOT / "dist")]):
        raise SetupFailure("the Debian package could not be built; dpkg-deb says why above")


def project_version() -> str:
    """The version that pyproject.toml states."""
    for line in (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines():
        key, _, value = line.partition("=")
        if key.strip() == "version":
            return value.strip().strip('"')
    raise SetupFailure("pyproject.toml states no version")


def bare_environment() -> dict[str, str]:
    """What a program cannot do without on this system, and nothing that could help it to Python."""
    kept = ("SYSTEMROOT", "TEMP", "TMP") if os.name == "nt" else ()
    return {name: os.environ[name] for name in kept if name in os.environ}


def selfcheck(program: list[str], environment: dict[str, str]) -> dict[str, object]:
    """What the program finds of itself, asked in a folder where nothing of the checkout lies."""
    with tempfile.TemporaryDirectory() as elsewhere:
        variables = {**environment, "QT_QPA_PLATFORM": "offscreen", "KIS_DESKTOP_HOME": elsewhere}
        done = subprocess.run(
            [*program, "--selfcheck"],
            cwd=elsewhere,
            env=variables,
            stdout=subprocess.PIPE,
            check=False,
        )
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    try:
        answer = json.loads(lines[-1])
    except (IndexError, ValueError):
        answer = None
    if done.returncode or not isinstance(answer, dict):
        said = "\n".join(lines)
        raise SetupFailure("%s --selfcheck failed (%d): %s" % (program[0], done.returncode, said))
    return answer


def compare_manifests(source: dict[str, object], frozen: dict[str, object]) -> None:
    keys = sorted({*source, *frozen})
    differences = [key for key in keys if source.get(key) != frozen.get(key)]
    for key in differences:
        say("%s: %r in the source, %r in the package" % (key, source.get(key), frozen.get(key)))
    if differences or frozen.get("ok") is not True:
        raise SetupFailure("the package is not what the source is")
    say("the package in dist/kis-desktop holds all that the source does: " + json.dumps(frozen))


def no_arguments(name: str, arguments: list[str]) -> None:
    if arguments:
        raise SetupFailure("dev.py %s takes no arguments, not %s" % (name, " ".join(arguments)))


COMMANDS = {
    "setup": command_setup,
    "run": command_run,
    "test": command_test,
    "check": command_check,
    "bench": command_bench,
    "gallery": command_gallery,
    "package": command_package,
}


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] not in COMMANDS:
        print(__doc__, file=sys.stderr)
        return 0 if arguments[:1] in (["-h"], ["--help"]) else 2
    rest = arguments[2:] if arguments[1:2] == ["--"] else arguments[1:]
    try:
        return COMMANDS[arguments[0]](rest)
    except SetupFailure as failure:
        say(str(failure))
        return 1
    except KeyboardInterrupt:
        say("stopped")
        return INTERRUPTED


def stop(number: int, _frame: object) -> None:
    """End by the signal's own status, children first (`run_step`)."""
    sys.exit(128 + number)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, stop)
    sys.exit(main(sys.argv[1:]))
