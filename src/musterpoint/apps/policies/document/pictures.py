"""A drawing as a picture of dots, for programs that show no SVG."""

from __future__ import annotations

DOTS_PER_INCH = 200.0


def png(svg: str) -> bytes:
    """Return ``svg`` as PNG on white, trimmed to its own size."""
    import typst  # noqa: PLC0415 - eighty megabytes that only printing needs

    page = (
        "#set page(width: 180mm, height: auto, margin: 0pt, fill: white)\n"
        '#image(bytes(sys.inputs.svg), format: "svg", width: 100%)\n'
    )
    compiler = typst.Compiler(page.encode(), sys_inputs={"svg": svg}, ignore_system_fonts=True)
    made = compiler.compile(format="png", ppi=DOTS_PER_INCH)
    if not isinstance(made, bytes):
        raise TypeError(f"The typesetter gave {type(made).__name__}, not one picture.")
    return made
