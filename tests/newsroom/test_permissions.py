"""One question says all that somebody may do."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.db.models import Q

from tests import factories as make

pytestmark = pytest.mark.django_db


def test_own_permissions_and_those_of_groups(django_assert_num_queries):
    writer = make.writer()
    writer.user_permissions.add(Permission.objects.get(codename="delete_topic"))
    with django_assert_num_queries(1):
        assert writer.has_perms(["briefings.delete_topic", "briefings.add_briefing"])
        assert not writer.has_perm("briefings.delete_person")
        assert writer.has_module_perms("briefings") and not writer.has_module_perms("auth")
    held = Permission.objects.filter(Q(user=writer) | Q(group__user=writer)).distinct()
    assert len(writer.get_all_permissions()) == held.count()


def test_administrators_may_everything_and_who_left_nothing():
    assert len(make.administrator().get_all_permissions()) == Permission.objects.count()
    gone = make.editor()
    gone.is_active = False
    assert gone.get_all_permissions() == set() and not gone.has_perm("briefings.add_briefing")
