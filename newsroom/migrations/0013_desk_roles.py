"""Editors approve and share; managing editors also say who works on which section; administrators may do everything.

A later migration that gives Editors something calls `settle`, so that those above them have it, too.
"""

from django.apps import apps as present
from django.contrib.auth.management import create_permissions
from django.db import migrations

EDITORS = ["approve_briefing", "share_briefing"]
MANAGING = ["view_desk", "add_desk", "change_desk", "delete_desk"]


def grant(apps, schema_editor):
    create_permissions(present.get_app_config("briefings"), verbosity=0, apps=apps)
    create_permissions(present.get_app_config("auth"), verbosity=0, apps=apps)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    ours = Permission.objects.filter(content_type__app_label="briefings")
    Group.objects.get(name="Editors").permissions.add(*ours.filter(codename__in=EDITORS))
    managing, _made = Group.objects.get_or_create(name="Managing editors")
    managing.permissions.add(*ours.filter(codename__in=MANAGING))
    settle(apps)


def settle(apps):
    """Managing editors may do what Editors may, Administrators everything."""
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    editors, managing = Group.objects.get(name="Editors"), Group.objects.get(name="Managing editors")
    managing.permissions.add(*editors.permissions.all())
    administrators, _made = Group.objects.get_or_create(name="Administrators")
    administrators.permissions.add(*Permission.objects.all())


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0012_checks"), ("briefings", "0023_reviews_moved")]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
