"""Makes the sample's PDFs: title page, the publication's text, an annex with a chart and a table, page numbers."""

from __future__ import annotations

import io
import random
import re
from html import unescape

from reportlab.graphics.charts.barcharts import VerticalBarChart
from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from newsroom.sample.content import Piece

INK, ACCENT = HexColor("#1c2b36"), HexColor("#8a3b2e")
_BLOCK = re.compile(r"<(h3|p|li|blockquote)[^>]*>(.*?)</\1>", re.DOTALL)
WORDS = {
    "en": {
        "annex": "Annex: figures behind the text",
        "year": "Year",
        "value": "Observations",
        "from": "Garam Institute",
    },
    "ko": {"annex": "부록: 본문의 수치", "year": "연도", "value": "관측", "from": "가람연구원"},
}


def make(document: dict, piece: Piece, byline: str) -> bytes:
    """The PDF of `document`, whose text is that of `piece`. The same input gives the same bytes."""
    language = document["language"]
    fonts = _fonts(language)
    out = io.BytesIO()
    template = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=26 * mm,
        rightMargin=26 * mm,
        topMargin=24 * mm,
        bottomMargin=24 * mm,
        title=document["title"],
        author=byline,
        subject=piece.facts["dek"],
        lang=language,
        invariant=1,
    )
    story = [
        *_title_page(document, piece, byline, fonts, language),
        *_text(piece, fonts),
        *_annex(document, fonts, language),
    ]
    template.build(story, onFirstPage=_nothing, onLaterPages=_page_number(fonts["text"]))
    return out.getvalue()


def _fonts(language: str) -> dict[str, str]:
    if language != "ko":
        return {"text": "Times-Roman", "head": "Helvetica-Bold"}
    for name in ("HYSMyeongJo-Medium", "HYGothic-Medium"):
        pdfmetrics.registerFont(UnicodeCIDFont(name))
    return {"text": "HYSMyeongJo-Medium", "head": "HYGothic-Medium"}


def _style(font: str, size: float, **more) -> ParagraphStyle:
    usual = {"fontName": font, "fontSize": size, "leading": size * 1.5, "textColor": INK}
    wrap = {"wordWrap": "CJK"} if font.startswith("HY") else {}
    return ParagraphStyle(font, **{**usual, **wrap, **more})


def _title_page(document: dict, piece: Piece, byline: str, fonts: dict, language: str) -> list[Flowable]:
    return [
        Spacer(1, 60 * mm),
        Paragraph(WORDS[language]["from"], _style(fonts["head"], 11, textColor=ACCENT)),
        Spacer(1, 4 * mm),
        Paragraph(document["title"], _style(fonts["head"], 26)),
        Spacer(1, 8 * mm),
        Paragraph(piece.facts["dek"], _style(fonts["text"], 14)),
        Spacer(1, 30 * mm),
        Paragraph(byline, _style(fonts["text"], 12)),
        Paragraph(piece.facts["date"][:10], _style(fonts["text"], 12)),
        PageBreak(),
    ]


def _text(piece: Piece, fonts: dict) -> list[Flowable]:
    flow: list[Flowable] = []
    body, head = (
        _style(fonts["text"], 11.5, spaceAfter=8),
        _style(fonts["head"], 15, spaceBefore=12, spaceAfter=6),
    )
    small = _style(fonts["head"], 12, spaceBefore=8, spaceAfter=4)
    for part in piece.parts:
        if part.heading:
            flow.append(Paragraph(part.heading, head))
        for tag, inner in _BLOCK.findall(part.html):
            text = unescape(re.sub(r"<[^>]+>", "", inner)).strip().replace("&", "&amp;").replace("<", "&lt;")
            flow.append(Paragraph(f"• {text}" if tag == "li" else text, small if tag == "h3" else body))
        flow.append(PageBreak())
    return flow


def _annex(document: dict, fonts: dict, language: str) -> list[Flowable]:
    chance = random.Random(document["key"])
    years = list(range(2014, 2026))
    values = [round(40 + 6 * n + chance.uniform(-9, 9)) for n in range(len(years))]
    words = WORDS[language]
    rows = [[words["year"], words["value"]], *[[str(y), str(v)] for y, v in zip(years, values, strict=True)]]
    table = Table(rows, colWidths=[30 * mm, 40 * mm])
    table.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, 0), fonts["head"], 10),
                ("FONT", (0, 1), (-1, -1), fonts["text"], 10),
                ("LINEBELOW", (0, 0), (-1, 0), 1, INK),
                ("ALIGN", (1, 0), (1, -1), "RIGHT"),
            ]
        )
    )
    heading = Paragraph(words["annex"], _style(fonts["head"], 15, spaceAfter=8))
    return [heading, _chart(years, values, fonts["text"]), Spacer(1, 8 * mm), table]


def _chart(years: list[int], values: list[int], font: str) -> Drawing:
    drawing, chart = Drawing(440, 190), VerticalBarChart()
    chart.x, chart.y, chart.width, chart.height = 30, 24, 400, 150
    chart.data = [values]
    chart.categoryAxis.categoryNames = [str(year) for year in years]
    chart.categoryAxis.labels.fontName = chart.valueAxis.labels.fontName = font
    chart.valueAxis.valueMin = 0
    chart.bars[0].fillColor, chart.bars[0].strokeColor = ACCENT, None
    drawing.add(chart)
    return drawing


def _nothing(canvas, template) -> None:
    """The title page bears no number."""


def _page_number(font: str):
    def number(canvas, template) -> None:
        canvas.setFont(font, 9)
        canvas.drawCentredString(A4[0] / 2, 12 * mm, str(canvas.getPageNumber()))

    return number
