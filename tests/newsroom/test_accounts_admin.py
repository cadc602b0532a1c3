"""Users and groups in the back office: permissions in words of the language, and no names of rows that join."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from tests import factories as make
from tests.briefings.admin.desk import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return Desk(make.administrator())


def korean(desk: Desk, name: str, *args) -> str:
    return desk.client.get(reverse(f"admin:{name}", args=args), headers={"Accept-Language": "ko"}).text


def test_permissions_are_boxes_that_are_given_and_taken(desk):
    group = Group.objects.get(name="Writers")
    held = set(group.permissions.values_list("pk", flat=True))
    form = desk.open(reverse("admin:auth_group_change", args=[group.pk]))
    boxes = re.findall(r'name="permissions" value="(\d+)"([^>]*)', form.html)
    assert len(boxes) == len(set(boxes)) > 100
    assert 'aria-label="Content: topics: Delete"' in form.html
    assert {int(pk) for pk, more in boxes if "checked" in more} == held
    extra = Permission.objects.get(codename="delete_topic")
    form.press("_save", permissions=[str(extra.pk)], name="Writers")
    assert list(group.permissions.all()) == [extra]


def test_permissions_have_names_in_korean(desk):
    page = korean(desk, "auth_group_add")
    boxes = re.findall(r"<label for=\"id_permissions[^>]*>\s*<input[^>]*>\s*([^<]*)</label>", page)
    assert {"추가", "변경", "삭제", "보기"} <= set(boxes)
    assert not [
        name for name in boxes if name.startswith(("Can add", "Can change", "Can delete", "Can view"))
    ]
    assert not {"Add", "Change", "Delete", "View"} & set(boxes)
    headings = re.findall(r"<div><label>([^<]*)</label>", page)
    assert len(headings) > 30
    assert [one for one in headings if re.search(r"[A-Za-z]{3}", one.replace("Procrastinate", ""))] == []


def test_yes_and_no_are_said_in_korean(desk):
    page = korean(desk, "auth_user_changelist")
    assert 'alt="예"' in page and not re.search('alt="(True|False)"', page)


def test_deleting_names_no_rows_that_join(desk):
    group, writer = Group.objects.get(name="Writers"), make.writer()
    for page in (
        korean(desk, "auth_group_delete", group.pk),
        korean(desk, "auth_user_delete", writer.pk),
    ):
        assert " object" not in page and "Group_permissions" not in page and "User_groups" not in page
    desk.client.post(reverse("admin:auth_group_delete", args=[group.pk]), {"post": "yes"})
    assert not Group.objects.filter(pk=group.pk).exists()
