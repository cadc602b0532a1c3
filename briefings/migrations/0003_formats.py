"""The formats every newsroom starts with. Editors change them as they like; the way back leaves them alone."""

from django.db import migrations

FORMATS = [
    (
        "briefing",
        "Briefing",
        "브리핑",
        "briefing",
        [
            (
                "what-happened",
                "What Happened",
                "무슨 일이 있었나",
                "bullets",
                True,
                200,
                "Facts only, one a bullet, each with its source linked. Who did what, when, and with which figures.",
            ),
            (
                "implication",
                "Implication",
                "함의",
                "prose",
                True,
                250,
                "What follows from it, for whom, and how sure we are. Say what would change the judgement.",
            ),
            (
                "context",
                "Context",
                "배경",
                "prose",
                True,
                250,
                "What a reader who has been away for a year needs to know to follow the story.",
            ),
        ],
    ),
    ("article", "Article", "글", "article", [("body", "", "", "prose", True, None, "")]),
    (
        "paper",
        "Paper",
        "논문",
        "paper",
        [
            (
                "summary",
                "Summary",
                "요약",
                "prose",
                True,
                300,
                "The question, the finding and the recommendation.",
            ),
            ("text", "", "", "prose", False, None, "May stay empty when the whole paper is in the document."),
            ("notes", "Notes", "주", "prose", False, None, ""),
        ],
    ),
]


def create(apps, schema_editor):
    Format, FormatPart = apps.get_model("briefings", "Format"), apps.get_model("briefings", "FormatPart")
    for key, name, korean, kind, parts in FORMATS:
        shape = Format.objects.create(key=key, name=name, names={"ko": korean}, kind=kind)
        for position, (part, heading, in_korean, body, required, words, guidance) in enumerate(parts):
            FormatPart.objects.create(
                format=shape,
                key=part,
                heading=heading,
                headings={"ko": in_korean} if in_korean else {},
                kind=body,
                required=required,
                max_words=words,
                guidance=guidance,
                position=position,
            )


class Migration(migrations.Migration):
    dependencies = [("briefings", "0002_guards")]

    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
