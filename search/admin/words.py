"""Synonyms, and words that are right as they are."""

from __future__ import annotations

from django.contrib import admin

from search.models import ProtectedWord, Synonyms


@admin.register(Synonyms)
class SynonymsAdmin(admin.ModelAdmin):
    search_fields = ["phrases"]

    def get_changeform_initial_data(self, request) -> dict:
        """A word of the questions' list comes in the address, to be given its second."""
        initial = super().get_changeform_initial_data(request)
        return {**initial, "phrases": f"{initial['phrases']}\n"} if initial.get("phrases") else initial


@admin.register(ProtectedWord)
class ProtectedWordAdmin(admin.ModelAdmin):
    search_fields = ["word"]
