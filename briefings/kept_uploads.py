"""A form that is shown again keeps the file that came with it: browsers do not send one twice by themselves.

The file waits in the storage for a day under a name that nobody can guess; the form carries that name, signed.
"""

from __future__ import annotations

import uuid
from contextlib import suppress
from pathlib import PurePath

from django import forms
from django.core import signing
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.translation import gettext as _

FOLDER = "waiting"
KEPT_FOR = 24 * 60 * 60  # seconds
_SALT = "briefings.kept_uploads"


def keep(upload: UploadedFile) -> str:
    """Store the file and return the token that stands for it."""
    upload.seek(0)
    name = default_storage.save(f"{FOLDER}/{uuid.uuid4().hex}", upload)
    return signing.dumps({"at": name, "as": PurePath(upload.name or "file").name}, salt=_SALT)


def find(token: str) -> UploadedFile | None:
    """The file that `token` stands for; None for a forged or old one, or when it is gone."""
    with suppress(signing.BadSignature, OSError):
        kept = signing.loads(token, salt=_SALT, max_age=KEPT_FOR)
        with default_storage.open(kept["at"]) as file:
            upload = TemporaryUploadedFile(kept["as"], None, file.size, None)
            for chunk in file.chunks():
                upload.write(chunk)
        upload.seek(0)
        return upload
    return None


class KeepsUpload(forms.ModelForm):
    """For a model form with a `file`. One that was accepted need not be chosen again when something else is wrong."""

    kept_file = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name, token = self.add_prefix("file"), self.data.get(self.add_prefix("kept_file"), "")
        if token and not self.files.get(name) and (upload := find(token)):
            self.files = MultiValueDict({name: [upload]})

    def full_clean(self):
        super().full_clean()
        upload = self.files.get(self.add_prefix("file"))
        if not self._errors or not upload or "file" in self._errors:
            return
        self.data = self.data.copy()
        self.data[self.add_prefix("kept_file")] = keep(upload)
        said = _("“%(name)s” is here already and need not be chosen again.") % {"name": upload.name}
        self["file"].help_text = format_html("{} {}", said, self.fields["file"].help_text)
