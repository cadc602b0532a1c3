"""bin/bootstrap chooses a Python that works, installs once, and again only when it has to."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from shlex import quote

import pytest

CHECKOUT = Path(__file__).parents[2]
# Stands in for uv: notes how it was called, and makes an environment that is this one.
UV = f"""#!/bin/sh
[ "$1" = --version ] && exit 0
echo "$*" >> "$CALLS"
[ "$1" != venv ] && exit 0
for folder; do :; done
mkdir -p "$folder/bin" && ln -s {quote(sys.executable)} "$folder/bin/python"
"""


class Checkout:
    def __init__(self, root: Path):
        self.root, self.calls, self.programs = root, root / "calls", root / "programs"
        for folder in ("bin", "requirements", "programs"):
            (root / folder).mkdir(parents=True)
        shutil.copy(CHECKOUT / "bin" / "bootstrap", root / "bin")
        for name in ("base", "dev"):
            (root / "requirements" / f"{name}.txt").write_text(f"{name}==1\n")
        self.program("uv", UV)
        self.program("python3.13", "#!/bin/sh\nexit 127\n")  # a shim whose version is not there
        self.program("python3.14", f'#!/bin/sh\nexec {quote(sys.executable)} "$@"\n')

    def program(self, name: str, text: str) -> None:
        (self.programs / name).write_text(text)
        (self.programs / name).chmod(0o755)

    def bootstrap(self, which: str = "base", **environment: str) -> list[str]:
        """The calls of uv that it made, by their first words."""
        before = self.noted()
        own = self.environment() | environment
        subprocess.run([self.root / "bin" / "bootstrap", which], env=own, check=True, capture_output=True)
        return self.noted()[len(before) :]

    def environment(self) -> dict[str, str]:
        """This process's, since a Python may need some of it to start, with another home and other programs."""
        own = {name: value for name, value in os.environ.items() if name not in ("PYTHON", "VIRTUAL_ENV")}
        return own | {
            "PATH": f"{self.programs}:/usr/bin:/bin",
            "CALLS": str(self.calls),
            "HOME": str(self.root),
        }

    def noted(self) -> list[str]:
        return self.calls.read_text().splitlines() if self.calls.exists() else []


@pytest.fixture
def checkout(tmp_path) -> Checkout:
    return Checkout(tmp_path / "새 checkout")


def test_a_python_that_runs_is_found_and_used_once(checkout):
    venv, install = checkout.bootstrap()
    assert f"--python {os.path.realpath(sys.executable)}" in venv or f"--python {sys.executable}" in venv
    assert "--require-hashes -r requirements/base.txt" in install
    assert checkout.bootstrap() == []


def test_what_is_whole_is_added_to_in_place(checkout):
    checkout.bootstrap()
    (install,) = checkout.bootstrap("dev")
    assert "requirements/dev.txt" in install
    assert checkout.bootstrap("base") == []
    (checkout.root / "requirements" / "dev.txt").write_text("dev==2\n")
    assert len(checkout.bootstrap("dev")) == 1


def test_half_an_installation_is_made_anew(checkout):
    checkout.bootstrap()
    (checkout.root / ".venv" / ".requirements").unlink()
    assert [call.split()[0] for call in checkout.bootstrap()] == ["venv", "pip"]


def test_a_moved_checkout_is_made_anew(checkout):
    checkout.bootstrap()
    checkout.root = checkout.root.rename(checkout.root.with_name("elsewhere"))
    checkout.calls, checkout.programs = checkout.root / "calls", checkout.root / "programs"
    assert [call.split()[0] for call in checkout.bootstrap()] == ["venv", "pip"]


def test_two_at_once_install_once(checkout):
    command = [checkout.root / "bin" / "bootstrap"]
    both = [subprocess.Popen(command, env=checkout.environment()) for _ in range(2)]
    assert [process.wait(30) for process in both] == [0, 0]
    assert [call.split()[0] for call in checkout.noted()] == ["venv", "pip"]
