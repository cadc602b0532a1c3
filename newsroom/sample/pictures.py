"""Draws the sample's pictures: quiet illustrations, the same ones every time."""

from __future__ import annotations

import io
import math
import random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

SIZE = (1600, 1067)
WIDTH, HEIGHT = SIZE
Colour = tuple[int, int, int]


def draw(recipe: dict) -> bytes:
    """A JPEG of 1600 × 1067 for `recipe`: its `kind` names a drawing, its `seed` one variant of it."""
    chance = random.Random(recipe["seed"])
    picture = _DRAWINGS[recipe["kind"]](chance)
    out = io.BytesIO()
    _grain(picture).save(out, "JPEG", quality=86)
    return out.getvalue()


def sky(top: Colour, bottom: Colour) -> Image.Image:
    """A vertical gradient."""
    ramp = Image.linear_gradient("L").resize(SIZE, Image.Resampling.BICUBIC)
    return Image.composite(Image.new("RGB", SIZE, bottom), Image.new("RGB", SIZE, top), ramp)


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """`share` 0 gives the first colour, 1 the second."""
    return tuple(round(a + (b - a) * share) for a, b in zip(first, second, strict=True))


def _grain(picture: Image.Image) -> Image.Image:
    noise = Image.effect_noise((WIDTH // 2, HEIGHT // 2), 14).resize(SIZE)
    return ImageChops.soft_light(picture, Image.merge("RGB", (noise,) * 3))


def _skyline(chance: random.Random, base: float, height: float, waves: int = 6) -> list[tuple[float, float]]:
    """Points of a ridge: a sum of sines of falling size."""
    terms = [(chance.uniform(0.6, 1.4) * 2**n, chance.uniform(0, 6.3), height / 1.7**n) for n in range(waves)]

    def level(x: float) -> float:
        return base + sum(size * math.sin(x / WIDTH * 3 * rate + shift) for rate, shift, size in terms)

    return [(x, level(x)) for x in range(0, WIDTH + 8, 8)]


def _glow(
    picture: Image.Image, x: float, y: float, radius: float, colour: Colour, strength: int = 255
) -> None:
    disc = Image.radial_gradient("L").resize((int(radius * 2),) * 2)
    mask = ImageChops.invert(disc).point(lambda v: max(0, (v - 128) * 2) * strength // 255)
    picture.paste(Image.new("RGB", disc.size, colour), (int(x - radius), int(y - radius)), mask)


def _reflected(picture: Image.Image, line: int, tint: Colour) -> None:
    """Below `line`: what stands above, mirrored, softened and tinted like water."""
    above = picture.crop((0, max(0, 2 * line - HEIGHT), WIDTH, line)).transpose(
        Image.Transpose.FLIP_TOP_BOTTOM
    )
    water = Image.blend(above.filter(ImageFilter.GaussianBlur(6)), Image.new("RGB", above.size, tint), 0.45)
    picture.paste(water, (0, line))
    pen = ImageDraw.Draw(picture)
    for y in range(line + 6, HEIGHT, 14):
        pen.line((0, y, WIDTH, y), fill=mix(tint, (255, 255, 255), 0.10), width=1)


def ridges(chance: random.Random) -> Image.Image:
    picture = sky((44, 62, 92), (236, 176, 132))
    _glow(picture, WIDTH * 0.66, HEIGHT * 0.47, 420, (255, 226, 180), 200)
    pen = ImageDraw.Draw(picture)
    for n in range(7):
        shade = mix((150, 140, 150), (20, 30, 46), n / 6)
        points = _skyline(chance, HEIGHT * (0.48 + 0.08 * n), 46 - n * 2)
        pen.polygon([*points, (WIDTH, HEIGHT), (0, HEIGHT)], fill=shade)
    return picture


def contours(chance: random.Random) -> Image.Image:
    picture = sky((16, 58, 82), (10, 36, 58))
    pen = ImageDraw.Draw(picture)
    centres = [(chance.uniform(0.1, 0.9) * WIDTH, chance.uniform(0.1, 0.9) * HEIGHT) for _ in range(4)]
    for n in range(46, 0, -1):
        for index, (x, y) in enumerate(centres):
            points = []
            for step in range(0, 360, 4):
                a = math.radians(step)
                wobble = 1 + 0.16 * math.sin(3 * a + index) + 0.08 * math.sin(5 * a + n / 9 + index)
                points.append((x + math.cos(a) * n * 17 * wobble, y + math.sin(a) * n * 12 * wobble))
            shade = mix((210, 232, 224), (24, 74, 100), min(1, n / 34))
            pen.line([*points, points[0]], fill=shade, width=3 if n % 5 == 0 else 1)
    return picture


def ranks(chance: random.Random) -> Image.Image:
    picture = sky((226, 222, 212), (190, 186, 176))
    pen = ImageDraw.Draw(picture)
    for row in range(9):
        near = row / 8
        count, size = 9 + row * 2, 34 + 62 * near
        y = HEIGHT * (0.26 + 0.66 * near**1.25)
        for n in range(count):
            x = WIDTH / 2 + (n - (count - 1) / 2) * size * 1.28
            tone = mix((168, 164, 158), (34, 66, 84), near) if (n + row) % 7 else (176, 74, 56)
            pen.polygon([(x, y - size * 1.5), (x + size * 0.45, y), (x, y + size * 0.16)], fill=tone)
            pen.polygon(
                [(x, y - size * 1.5), (x - size * 0.45, y), (x, y + size * 0.16)],
                fill=mix(tone, (255,) * 3, 0.22),
            )
            pen.ellipse(
                (x - size * 0.5, y, x + size * 0.7, y + size * 0.18),
                fill=mix((190, 186, 176), (90, 88, 84), 0.25),
            )
    return picture


def grid(chance: random.Random) -> Image.Image:
    picture = sky((30, 34, 58), (18, 56, 66))
    pen = ImageDraw.Draw(picture)
    for column in range(20):
        for row in range(14):
            x, y = column * 82 - 10, row * 80 - 20
            if (column + row * 2) % 6 == 0:
                pen.rectangle((x, y, x + 74, y + 72), fill=(196, 140, 72))
                continue
            tone = mix((36, 70, 92), (74, 130, 132), chance.random())
            pen.rectangle((x, y, x + 74, y + 72), fill=tone)
            for line in range(6, 70, 8):
                pen.line(
                    (x + 6, y + line, x + 6 + chance.randint(20, 62), y + line),
                    fill=mix(tone, (255,) * 3, 0.3),
                    width=2,
                )
    for column in range(0, 20, 5):
        pen.rectangle((column * 82 - 18, 0, column * 82 - 10, HEIGHT), fill=(214, 190, 150))
    _glow(picture, WIDTH * 0.3, HEIGHT * 0.25, 620, (255, 244, 220), 70)
    return picture


def terminal(chance: random.Random) -> Image.Image:
    picture = sky((8, 14, 32), (58, 66, 92))
    line = int(HEIGHT * 0.68)
    pen = ImageDraw.Draw(picture)
    for x, radius in ((330, 170), (690, 150), (1010, 132), (1290, 116)):
        for inset in range(0, radius, 3):
            shade = mix((30, 38, 58), (188, 186, 180), (inset / radius) ** 1.6)
            offset = inset * 0.34
            box = (x - radius + inset, line - 2 * radius + inset + 30, x + radius - inset, line + 30 - inset)
            pen.ellipse((box[0] - offset, box[1] - offset, box[2] - offset, box[3] - offset), fill=shade)
        pen.rectangle((x - radius, line - 8, x + radius, line), fill=(24, 28, 40))
    for _ in range(46):
        x, y = chance.uniform(0, WIDTH), line - chance.uniform(6, 170)
        _glow(picture, x, y, chance.uniform(14, 40), (255, 206, 132), 220)
    _reflected(picture, line, (10, 18, 38))
    return picture


def containers(chance: random.Random) -> Image.Image:
    picture = sky((150, 178, 198), (250, 222, 192))
    pen = ImageDraw.Draw(picture)
    ground, palette = (
        int(HEIGHT * 0.86),
        [(150, 58, 46), (40, 84, 108), (196, 140, 62), (92, 108, 96), (222, 214, 198), (58, 60, 74)],
    )
    for x in (1010, 1360):
        _crane(pen, x, ground, (62, 74, 92))
    for column in range(12):
        for level in range(chance.randint(2, 6)):
            tone = chance.choice(palette)
            x, y = column * 140 - 40, ground - (level + 1) * 66
            pen.rectangle((x, y, x + 134, y + 62), fill=tone)
            for rib in range(8, 130, 10):
                pen.line((x + rib, y + 6, x + rib, y + 56), fill=mix(tone, (0, 0, 0), 0.2), width=2)
    pen.rectangle((0, ground, WIDTH, HEIGHT), fill=(70, 72, 78))
    _glow(picture, 300, HEIGHT * 0.3, 520, (255, 240, 214), 120)
    return picture


def _crane(pen: ImageDraw.ImageDraw, x: int, ground: int, tone: Colour) -> None:
    for leg in (0, 150):
        pen.rectangle((x + leg, 330, x + leg + 16, ground), fill=tone)
    pen.rectangle((x - 330, 330, x + 260, 350), fill=tone)
    pen.line((x + 60, 140, x - 320, 334), fill=tone, width=6)
    pen.line((x + 60, 140, x + 250, 334), fill=tone, width=6)
    pen.rectangle((x + 48, 140, x + 66, 340), fill=tone)
    pen.line((x - 210, 350, x - 210, 520), fill=tone, width=3)
    pen.rectangle((x - 250, 520, x - 170, 532), fill=tone)


def dock(chance: random.Random) -> Image.Image:
    picture = sky((52, 48, 78), (238, 150, 104))
    pen = ImageDraw.Draw(picture)
    line = int(HEIGHT * 0.74)
    pen.polygon([*_skyline(chance, HEIGHT * 0.6, 20), (WIDTH, line), (0, line)], fill=(96, 76, 96))
    hull = [(420, 560), (1430, 540), (1370, line), (520, line)]
    pen.polygon(hull, fill=(46, 42, 58))
    pen.polygon([(500, line - 50), (1385, line - 56), (1370, line), (520, line)], fill=(146, 62, 52))
    pen.rectangle((1150, 400, 1330, 548), fill=(206, 188, 176))
    for deck in range(4):
        pen.rectangle((1150, 420 + deck * 34, 1330, 426 + deck * 34), fill=(90, 80, 92))
    for x in (250, 1490):
        pen.polygon([(x, 190), (x + 26, 190), (x + 60, line), (x - 34, line)], fill=(36, 34, 52))
    pen.rectangle((180, 160, 1600, 204), fill=(36, 34, 52))
    for x in range(190, 1600, 36):
        pen.line((x, 204, x + 18, 160), fill=(120, 90, 96), width=2)
    pen.line((860, 204, 860, 470), fill=(36, 34, 52), width=4)
    for x in (520, 700, 905, 1240):
        _glow(picture, x, line - chance.uniform(30, 120), 60, (255, 220, 160), 230)
    _reflected(picture, line, (44, 38, 62))
    return picture


def bridge(chance: random.Random) -> Image.Image:
    picture = sky((196, 206, 212), (150, 166, 176))
    pen = ImageDraw.Draw(picture)
    deck = HEIGHT * 0.58
    for n, x in enumerate((260, 900, 1400)):
        fade = mix((52, 66, 80), (178, 190, 197), n / 2.4)
        width, top = 40 - n * 12, 150 + n * 110
        pen.rectangle((x, top, x + width, HEIGHT * 0.74), fill=fade)
        pen.rectangle((x + width * 2, top, x + width * 3, HEIGHT * 0.74), fill=fade)
        for bar in (0.1, 0.45, 0.8):
            y = top + (deck - top) * bar
            pen.rectangle((x, y, x + width * 3, y + width * 0.5), fill=fade)
    for step in range(0, WIDTH, 4):
        far = step / WIDTH
        tone = mix((52, 66, 80), (186, 197, 203), far)
        thickness = 26 * (1 - far) + 4
        pen.rectangle((step, deck - far * 40, step + 4, deck - far * 40 + thickness), fill=tone)
        sag = 160 + 300 * (1 - abs(math.cos((step - 300) / 620 * math.pi)) ** 1.3) + far * 110
        pen.rectangle((step, sag, step + 4, sag + 7 * (1 - far) + 1), fill=tone)
        if step % 32 == 0:
            pen.line((step, sag, step, deck - far * 40), fill=tone, width=2)
    _reflected(picture, int(HEIGHT * 0.74), (150, 164, 172))
    for _ in range(9):
        _glow(picture, chance.uniform(400, WIDTH), chance.uniform(200, 760), 330, (204, 212, 217), 130)
    return picture


_DRAWINGS = {
    "ridges": ridges,
    "contours": contours,
    "ranks": ranks,
    "grid": grid,
    "terminal": terminal,
    "containers": containers,
    "dock": dock,
    "bridge": bridge,
}
