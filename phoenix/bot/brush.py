"""Draws in the house's hand: the font, its sizes, and shapes with smooth edges."""

from functools import lru_cache
from importlib.resources import as_file, files
from math import cos, radians, sin
from typing import TypeAlias

from PIL import Image, ImageDraw, ImageFont

Colour: TypeAlias = tuple[int, int, int]
Point: TypeAlias = tuple[float, float]

SMOOTH = 4  # shapes are drawn so many times larger, and then made small
MORE = "…"

REGULAR, MEDIUM, BOLD, BLACK = 400, 560, 700, 800


@lru_cache(maxsize=64)
def font(size: int, weight: int = REGULAR) -> ImageFont.FreeTypeFont:
    """Inter, in a size and a weight; it has the letters of all languages of Europe."""
    with as_file(files("fontpkg_inter").joinpath("files", "Inter[opsz,wght].ttf")) as file:
        # Fonts of the basic layout are placed alike on every machine.
        made = ImageFont.truetype(str(file), size, layout_engine=ImageFont.Layout.BASIC)
    made.set_variation_by_axes([float(min(max(size, 14), 32)), float(weight)])
    return made


def shortened(text: str, face: ImageFont.FreeTypeFont, width: float) -> str:
    """The text, or its beginning with three dots, so that it is not wider."""
    if face.getlength(text) <= width:
        return text
    while text and face.getlength(f"{text.rstrip()}{MORE}") > width:
        text = text[:-1]
    return f"{text.rstrip()}{MORE}" if text.strip() else ""


def fitted(
    text: str, sizes: tuple[int, ...], weight: int, width: float, lines: int
) -> tuple[list[str], ImageFont.FreeTypeFont]:
    """The text in at most so many lines, in the largest of these sizes in which it fits whole."""
    for size in sizes:
        face = font(size, weight)
        broken = _broken(text, face, width)
        if len(broken) <= lines and all(face.getlength(line) <= width for line in broken):
            return broken, face
    kept = [*broken[: lines - 1], " ".join(broken[lines - 1 :])]
    return [shortened(line, face, width) for line in kept if line], face


def _broken(text: str, face: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """The text in lines, broken between words."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and face.getlength(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


class Brush:
    """Draws upon one picture."""

    def __init__(self, picture: Image.Image) -> None:
        self._picture = picture
        self._draw = ImageDraw.Draw(picture)

    def text(
        self, at: Point, text: str, face: ImageFont.FreeTypeFont, colour: Colour, anchor: str = "ls"
    ) -> None:
        """Write; ``anchor`` is Pillow's: which point of the text stands there."""
        self._draw.text(at, text, font=face, fill=colour, anchor=anchor)

    def spaced(
        self, at: Point, text: str, face: ImageFont.FreeTypeFont, colour: Colour, gap: float
    ) -> None:
        """Write with so much room between the letters."""
        x, y = at
        for letter in text:
            self._draw.text((x, y), letter, font=face, fill=colour, anchor="ls")
            x += face.getlength(letter) + gap

    def box(self, corners: tuple[int, int, int, int], radius: int, colour: Colour) -> None:
        """A rectangle with round corners."""
        left, top, right, bottom = corners
        mask = self._mask(right - left, bottom - top)
        inside = (0, 0, mask.width - 1, mask.height - 1)
        ImageDraw.Draw(mask).rounded_rectangle(inside, radius * SMOOTH, fill=255)
        self._paint(mask, (left, top), colour)

    def shape(self, at: tuple[int, int], size: int, outline: list[Point], colour: Colour) -> None:
        """A polygon, whose points lie between 0 and 1, in a square of this size."""
        mask = self._mask(size, size)
        points = [(x * mask.width, y * mask.height) for x, y in outline]
        ImageDraw.Draw(mask).polygon(points, fill=255)
        self._paint(mask, at, colour)

    def ring(
        self, centre: tuple[int, int], radius: int, width: int, share: float, colour: Colour
    ) -> None:
        """A ring from the top clockwise, as far as the share says (0 to 1), with round ends."""
        mask = self._mask(2 * radius, 2 * radius)
        pencil, middle = ImageDraw.Draw(mask), radius * SMOOTH
        thick, end = width * SMOOTH, 360.0 * min(max(share, 0.0), 1.0)
        pencil.arc((0, 0, mask.width - 1, mask.height - 1), -90, end - 90, fill=255, width=thick)
        if 0.0 < end < 360.0:
            for angle in (0.0, end):
                x, y = _on_circle(middle, middle - thick / 2, angle)
                round_end = (x - thick / 2, y - thick / 2, x + thick / 2, y + thick / 2)
                pencil.ellipse(round_end, fill=255)
        self._paint(mask, (centre[0] - radius, centre[1] - radius), colour)

    def _mask(self, width: int, height: int) -> Image.Image:
        return Image.new("L", (max(width, 1) * SMOOTH, max(height, 1) * SMOOTH), 0)

    def _paint(self, mask: Image.Image, at: tuple[int, int], colour: Colour) -> None:
        small = mask.reduce(SMOOTH)
        self._picture.paste(colour, (*at, at[0] + small.width, at[1] + small.height), small)


def _on_circle(middle: float, radius: float, angle: float) -> Point:
    """A point of a circle; the angle in degrees, clockwise from the top."""
    turn = radians(angle)
    return middle + radius * sin(turn), middle - radius * cos(turn)


def shaded(size: tuple[int, int], top: Colour, bottom: Colour) -> Image.Image:
    """A surface that goes from one colour to another, from top to bottom."""
    width, height = size
    column = Image.new("RGB", (1, height))
    for y in range(height):
        share = y / max(height - 1, 1)
        mixed = (round(a + (b - a) * share) for a, b in zip(top, bottom, strict=True))
        column.putpixel((0, y), tuple(mixed))
    return column.resize((width, height))


def glow(picture: Image.Image, centre: tuple[int, int], radius: int, colour: Colour) -> None:
    """Light that fades from a point."""
    light = Image.radial_gradient("L").resize((2 * radius, 2 * radius))
    mask = light.point([max(0, (180 - value) * 60 // 180) for value in range(256)])
    picture.paste(colour, (centre[0] - radius, centre[1] - radius), mask)
