"""Make or refresh the virtual environment. Run by ``./sinergi`` with the system's Python, standard library only.

``python -I environment.py ROOT VENV runtime|dev RUNTIME_STAMP DEV_STAMP``. Installs with pip's own configuration:
pip reads it itself, uv gets it translated, and where uv fails pip does the work.
"""

import ast
import fcntl
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

# pip's option -> uv's variable. Both spellings of pip's environment (PIP_…) appear in `pip config list` too.
TRANSLATIONS = {
    "index-url": "UV_INDEX_URL",
    "extra-index-url": "UV_EXTRA_INDEX_URL",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
    "cert": "SSL_CERT_FILE",
    "trusted-host": "UV_INSECURE_HOST",
    "timeout": "UV_HTTP_TIMEOUT",
    "default-timeout": "UV_HTTP_TIMEOUT",
    "proxy": "ALL_PROXY",
}
COMMA_SEPARATED = {"UV_FIND_LINKS"}
SCOPES = ("global", "install", ":env:")  # later ones win, as in pip


class Trouble(Exception):
    """The environment cannot be made; the text is one sentence for the user."""


class Environment:
    """The virtual environment of one checkout."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.root = root
        self.folder = folder
        self.python = folder / "bin" / "python"
        self.log = folder / "setup.log"

    def make(self, kind: str, runtime: str, dev: str) -> None:
        """Install what ``kind`` needs and stamp it; raises `Trouble`."""
        self._create()
        self.log.write_text("")
        if not self._stamped("runtime", runtime):
            say("menyiapkan lingkungan (pertama kali memasang paket sekitar 420 MB) ...")
            self._pip("-r", str(self.root / "requirements-bootstrap.txt"))
            self._install("requirements.txt")
            self._install_project()
            self._compile()
            self._stamp("runtime", runtime)
        if kind == "dev" and not self._stamped("dev", dev):
            say("menambah paket untuk pengujian dan pemeriksaan ...")
            self._install("requirements-dev.txt")
            self._compile()
            self._stamp("dev", dev)

    def _stamped(self, kind: str, value: str) -> bool:
        path = self.folder / f".made-for-{kind}"
        return (
            path.is_file()
            and path.read_text().strip() == value
            and (self.folder / "bin" / "sinergi").exists()
        )

    def _stamp(self, kind: str, value: str) -> None:
        draft = self.folder / f".made-for-{kind}.new"
        draft.write_text(value + "\n")
        draft.replace(self.folder / f".made-for-{kind}")

    def _create(self) -> None:
        """A virtual environment with pip; one that was moved, broken or made by an old Python is made again."""
        place = self.folder / ".place"
        moved = place.is_file() and place.read_text() != str(self.folder)
        if not moved and self._works():
            return
        if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
            install_venv_module()
        if self.folder.exists():
            shutil.rmtree(self.folder)
        done = subprocess.run(
            [sys.executable, "-I", "-m", "venv", str(self.folder)],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0 or not self._works():
            shutil.rmtree(self.folder, ignore_errors=True)
            raise Trouble(explain(done.stdout + done.stderr, f"Lingkungan {self.folder} tidak dapat dibuat"))
        place.write_text(str(self.folder))

    def _works(self) -> bool:
        if not os.access(self.python, os.X_OK):
            return False
        test = "import pip, sys; sys.exit(sys.version_info < (3, 11))"
        return (
            subprocess.run([self.python, "-I", "-c", test], capture_output=True, check=False).returncode == 0
        )

    def _install(self, lock: str) -> None:
        """Install a hash-pinned lock: with uv (seconds), else with pip (a minute)."""
        path = str(self.root / lock)
        if not self._uv("--require-hashes", "-r", path):
            self._pip("-r", path)

    def _install_project(self) -> None:
        arguments = ["--no-deps", "--no-build-isolation", "-e", str(self.root)]
        if not self._uv(*arguments):
            self._pip(*arguments, hashes=False)

    def _compile(self) -> None:
        """Compile once what each start would else compile again where Python may not keep it: a server under another
        account, a read-only checkout, ``PYTHONDONTWRITEBYTECODE``. A file that cannot be compiled is left as it is:
        packages bring some for other versions of Python.
        """
        places = [str(self.folder / "lib"), str(self.root / "src")]
        self._run([str(self.python), "-I", "-m", "compileall", "-qq", "-j", "0", *places], dict(os.environ))

    def _uv(self, *arguments: str) -> bool:
        uv = self.folder / "bin" / "uv"
        command = [str(uv), "pip", "install", "--no-progress", "--python", str(self.python), *arguments]
        return uv.exists() and self._run(command, uv_environment(self._pip_configuration())) == 0

    def _pip(self, *arguments: str, hashes: bool = True) -> None:
        checked = ["--require-hashes"] if hashes else []
        command = [str(self.python), "-I", "-m", "pip", "install", "--no-input", *checked, *arguments]
        if (
            self._run(command, {"PIP_RETRIES": "2", "PIP_DISABLE_PIP_VERSION_CHECK": "1"} | dict(os.environ))
            != 0
        ):
            raise Trouble(explain(self.log.read_text(errors="replace"), None, self.log))

    def _pip_configuration(self) -> str:
        command = [str(self.python), "-I", "-m", "pip", "config", "list"]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout

    def _run(self, command: list[str], environ: dict[str, str]) -> int:
        with self.log.open("a") as log:
            log.write("$ " + " ".join(command) + "\n")
            log.flush()
            # PIP_USER and the like would put packages outside the environment.
            for name in ("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"):
                environ.pop(name, None)
            return subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=environ,
                cwd=self.root,
                check=False,
            ).returncode


def uv_environment(configuration: str) -> dict[str, str]:
    """The environment for uv, with pip's configuration (text of `pip config list`) in uv's words.

    What the user has set for uv itself wins. uv looks at the first index that has a package; pip looks at all,
    and so does uv here: the hashes decide what may be installed.
    """
    found: dict[str, str] = {}
    for scope in SCOPES:
        for line in configuration.splitlines():
            name, equals, value = line.partition("=")
            option = name.removeprefix(f"{scope}.")
            if equals and option != name and option in TRANSLATIONS:
                variable = TRANSLATIONS[option]
                separator = "," if variable in COMMA_SEPARATED else " "
                found[variable] = separator.join(str(ast.literal_eval(value)).split())
    found |= {"UV_INDEX_STRATEGY": "unsafe-best-match", "UV_SYSTEM_CERTS": "1"}
    found |= {"UV_NO_CONFIG": "1", "UV_PYTHON_DOWNLOADS": "never"}
    return found | dict(os.environ)


def install_venv_module() -> None:
    """Debian ships the venv module as a package of its own: install it as root, else say how; raises `Trouble`."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    how = f"jalankan: apt-get install python3-venv (Debian atau Ubuntu; Python di sini {version})"
    apt = shutil.which("apt-get")
    if os.geteuid() != 0 or apt is None:
        raise Trouble(f"Modul venv milik Python belum terpasang; sebagai root {how}, lalu ulangi.")
    say("memasang python3-venv ...")
    environ = dict(os.environ) | {"DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "-y", "--no-install-recommends", "python3-venv"]):
        done = subprocess.run(
            [apt, *words], env=environ, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
    importlib.invalidate_caches()
    if done.returncode != 0 or importlib.util.find_spec("ensurepip") is None:
        last = (done.stderr.strip().splitlines() or ["tanpa alasan dari apt-get"])[-1]
        raise Trouble(f"Modul venv milik Python belum ada dan gagal dipasang ({last}); {how}, lalu ulangi.")


def explain(words: str, prefix: str | None, log: Path | None = None) -> str:
    """One sentence for the most likely causes."""
    details = f" Rinciannya: {log}" if log else ""
    if "No space left on device" in words or "Disk quota exceeded" in words:
        return (
            "Ruang penyimpanan penuh: lingkungan memerlukan sekitar 500 MB (1,2 GB dengan paket pengujian); "
            "kosongkan sebagian, lalu ulangi."
        )
    if "THESE PACKAGES DO NOT MATCH THE HASHES" in words or "Hash mismatch" in words:
        return (
            "Paket yang diunduh bukan paket yang sudah diperiksa (sidik SHA-256-nya lain), jadi tidak dipasang."
            f"{details}"
        )
    if prefix is not None:
        last = (words.strip().splitlines() or ["tanpa alasan"])[-1]
        return f"{prefix} ({last})."
    return (
        "Paket tidak dapat dipasang, kemungkinan besar karena sumber paket tidak terjangkau: sambungkan jaringan atau "
        f"arahkan pengaturan pip (pip config) ke sumber lain, lalu ulangi.{details}"
    )


def alone(folder: Path, work: Callable[[], None]) -> None:
    """Run ``work`` while no other process prepares the same environment."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (folder.parent / f"{folder.name}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("proses lain sedang menyiapkan lingkungan; menunggu ...")
            fcntl.flock(file, fcntl.LOCK_EX)
        work()


def say(text: str) -> None:
    """One line for the user, on standard error."""
    print(f"sinergi: {text}", file=sys.stderr, flush=True)


def fail(text: str) -> NoReturn:
    """Say it and end with status 1."""
    say(text)
    raise SystemExit(1)


def main(root: str, venv: str, kind: str, runtime: str, dev: str) -> None:
    """Prepare, with one sentence for everything that is likely to go wrong."""
    environment = Environment(Path(root), Path(venv))
    try:
        alone(environment.folder, lambda: environment.make(kind, runtime, dev))
    except Trouble as trouble:
        fail(str(trouble))
    except OSError as trouble:
        fail(explain(str(trouble), f"Lingkungan {venv} tidak dapat ditulis"))
    except KeyboardInterrupt:
        fail("dihentikan; jalankan lagi untuk meneruskan")


if __name__ == "__main__":
    main(*sys.argv[1:])
