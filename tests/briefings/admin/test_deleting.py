"""Deleting a series or a channel: what stands in the way and what goes along is told in numbers."""

from __future__ import annotations

import pytest
from django.urls import reverse

from briefings.models import Desk, Series, SeriesCredit
from tests import factories as make
from tests.briefings.admin.desk import Desk as Seat

pytestmark = pytest.mark.django_db


def page(seat: Seat, series: Series):
    return seat.client.get(reverse("admin:briefings_series_delete", args=[series.pk]))


def test_what_is_in_use_stays():
    seat, series = Seat(make.administrator()), make.series()
    for n in range(3):
        make.briefing(f"Piece {n}", series=series, publish=False)
    said = page(seat, series).text
    listed = f"{reverse('admin:briefings_briefing_changelist')}?series__id__exact={series.pk}"
    assert f'<a href="{listed}">3 briefings</a>' in said
    assert seat.client.get(listed).text.count('class="field-title') == 3
    seat.client.post(reverse("admin:briefings_series_delete", args=[series.pk]), {"post": "yes"})
    assert Series.objects.filter(pk=series.pk).exists()


def test_what_goes_along_is_counted_and_goes():
    seat, series = Seat(make.administrator()), make.series()
    SeriesCredit.objects.create(of=series, role="author", person=make.person(), position=0)
    for name in ("bo", "cy"):
        Desk.objects.create(user=make.writer(name), series=series)
    said = page(seat, series).text
    assert "2 desks" in said and "Series: 1" in said and "Desks: 2" in said
    seat.client.post(reverse("admin:briefings_series_delete", args=[series.pk]), {"post": "yes"})
    assert not Series.objects.filter(pk=series.pk).exists() and not Desk.objects.exists()


def test_who_may_not_delete_what_goes_along_is_refused():
    seat, series = Seat(make.editor()), make.series()
    Desk.objects.create(user=make.writer(), series=series)
    assert not seat.user.has_perm("briefings.delete_desk")
    assert "your account doesn't have permission" in page(seat, series).text.replace("&#x27;", "'")
    answer = seat.client.post(reverse("admin:briefings_series_delete", args=[series.pk]), {"post": "yes"})
    assert answer.status_code == 403
    assert Series.objects.filter(pk=series.pk).exists()
