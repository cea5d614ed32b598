"""Hall files: what lies is refused, all at once, with place and remedy."""

from pathlib import Path

import pytest

from bascule.adapters.files.document import parse_document
from bascule.adapters.readiness.checklist_file import bundled_readiness
from bascule.adapters.readiness.hall_file import hall_of, read_hall
from bascule.errors import InputError

EXAMPLE = Path(__file__).parents[3] / "examples" / "plan" / "readiness.yaml"


def refused(*changes: tuple[str, str]) -> str:
    """What is said about the example with texts replaced."""
    text = EXAMPLE.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    with pytest.raises(InputError) as caught:
        hall_of(parse_document(text, "hall.yaml"), bundled_readiness())
    return str(caught.value)


def test_the_example_reads() -> None:
    """A lease becomes years of land; what stands nowhere is not in the facts."""
    case = read_hall(EXAMPLE, bundled_readiness())
    assert case.hall.facts["land_years"] == 22
    assert "permits" not in case.hall.facts


def test_all_problems_at_once() -> None:
    """A slipped unit, a word that is none, firm above energised, a lease of owned land."""
    said = refused(("cooling: air", "cooling: wind"), ("ups_share_frac: 0", "ups_share_frac: 80"))
    assert "facts.cooling = wind" in said
    assert "write 0.8 for 80 %" in said
    said = refused(
        ("firm_mw: 60", "firm_mw: 160"),
        ("land: leased", "land: owned"),
        ("planned_it_mw: 40", "planned_it_mw: 400"),
    )
    assert "hall.yaml:11: facts.firm_mw = 160" in said
    assert "land is owned" in said
    assert "planned_it_mw = 400" in said


def test_a_quotation_needs_a_source_or_the_word_illustrative() -> None:
    """Figures of one's own say who says them."""
    own = "facts:\n"
    quoted = "capex_musd_per_it_mw: {low: 9, central: 11, high: 14, status: press}\nfacts:\n"
    said = refused((own, quoted))
    assert "capex_musd_per_it_mw.source: is missing" in said
    assert "status: illustrative" in said
    text = EXAMPLE.read_text(encoding="utf-8").replace(own, quoted.replace("press", "illustrative"))
    case = hall_of(parse_document(text, "hall.yaml"), bundled_readiness())
    assert case.data.checklist.capex_musd_per_it_mw.central == 11


def test_a_rig_without_a_link_is_refused() -> None:
    """GPUs that cannot talk are asked about."""
    rig = "rigs:\n  - {name: a, gpus: 8, gpu_memory_gb: 8, gpu_tflops: 40, status: illustrative}\nfacts:\n"
    assert "rigs[0].pcie_lanes" in refused(("facts:\n", rig))
