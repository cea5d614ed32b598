"""Number formats and colours: blue on yellow is an input, black a formula."""

from dataclasses import dataclass, field
from typing import Any, Final

_NUMBERS: Final = {
    "money": "#,##0;[Red]-#,##0;–",
    "amount": "#,##0;[Red]-#,##0;–",
    "price": "#,##0.00;[Red]-#,##0.00;–",
    "share": "0.0%;[Red]-0.0%;–",
    "rate": "0.00%;[Red]-0.00%;–",
    "factor": "0.000;[Red]-0.000;–",
    "years": "0.0;[Red]-0.0;–",
    "count": "0;[Red]-0;–",
    "number": "#,##0.####;[Red]-#,##0.####;0",
    "text": "@",
}
_INPUT: Final = {"font_color": "#1F3FBF", "bg_color": "#FFF9DB"}
_STRONG: Final = {"bold": True, "top": 1, "top_color": "#8A94A6"}
_BASE: Final = {"font_name": "Arial", "font_size": 9, "valign": "vcenter"}


@dataclass(slots=True)
class Styles:
    """Formats of a workbook, each made once.

    Attributes:
        book: The workbook being written.
    """

    book: Any
    _made: dict[str, Any] = field(default_factory=dict)

    def of(self, style: str, *, is_input: bool = False, strong: bool = False) -> Any:  # noqa: ANN401
        """Format of a number."""
        extra = (_INPUT if is_input else {}) | (_STRONG if strong else {})
        align = {"align": "right"} if style != "text" else {"text_wrap": True}
        return self._format(f"{style}{is_input}{strong}", {"num_format": _NUMBERS[style], **align, **extra})

    def label(self, *, strong: bool = False) -> Any:  # noqa: ANN401
        """Format of a row's name."""
        return self._format(f"label{strong}", _STRONG if strong else {"indent": 1})

    def title(self) -> Any:  # noqa: ANN401
        """Format of a sheet's title."""
        return self._format("title", {"bold": True, "font_size": 14, "font_color": "#12233D"})

    def note(self) -> Any:  # noqa: ANN401
        """Format of a remark."""
        return self._format("note", {"italic": True, "font_color": "#5B6575"})

    def heading(self) -> Any:  # noqa: ANN401
        """Format of a section."""
        return self._format("heading", {"bold": True, "font_color": "#12233D", "bottom": 1})

    def head(self) -> Any:  # noqa: ANN401
        """Format of a column's head."""
        return self._format(
            "head",
            {
                "bold": True,
                "font_color": "#FFFFFF",
                "bg_color": "#12233D",
                "align": "center",
                "text_wrap": True,
                "num_format": "0",
            },
        )

    def _format(self, name: str, extra: dict[str, Any]) -> Any:  # noqa: ANN401
        if name not in self._made:
            self._made[name] = self.book.add_format({**_BASE, **extra})
        return self._made[name]
