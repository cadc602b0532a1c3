"""Django's makemessages, which finds the texts of the public pages too: those are Jinja2's templates."""

from __future__ import annotations

from pathlib import Path

from django.core.management.commands import makemessages
from django.template import engines

from newsroom.templating import OF_DJANGO


class BuildFile(makemessages.BuildFile):
    """A file on its way to xgettext: a public template becomes a line of Python for each of its texts."""

    def preprocess(self) -> None:
        engine = engines["jinja2"]
        file = Path(self.path).resolve()
        folder = next((Path(folder) for folder in engine.template_dirs if file.is_relative_to(folder)), None)
        if self.domain != "django" or not folder or f"{file.relative_to(folder)}".startswith(OF_DJANGO):
            return super().preprocess()
        found = engine.env.extract_translations(file.read_text("utf-8"))
        calls = [f"{function}({_arguments(message)})\n" for _line, function, message in found]
        Path(self.work_path).write_text("".join(calls), "utf-8")


def _arguments(message: str | tuple[str | None, ...]) -> str:
    """The literals of a call; what is no literal (the number of a plural) comes as None."""
    return repr(message) if isinstance(message, str) else ", ".join(repr(part) for part in message)


class Command(makemessages.Command):
    build_file_class = BuildFile
