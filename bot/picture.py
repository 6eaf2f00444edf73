"""How does an SVG drawing become a PNG picture?"""

from importlib.resources import files

import resvg_py

_FONTS = [str(files("fontpkg_sarabun") / "files" / f"Sarabun-{weight}.ttf") for weight in ("Regular", "SemiBold")]
"""Fonts of the machine are not looked at, so that a picture is the same everywhere."""


def png(svg: str) -> bytes:
    """The drawing in its own size. Its texts are set in Sarabun, the weights 400 and 600."""
    return bytes(
        resvg_py.svg_to_bytes(svg_string=svg, font_files=_FONTS, font_family="Sarabun", skip_system_fonts=True)
    )
