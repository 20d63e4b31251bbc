"""Every finding about services and risks, provoked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from musterpoint.domain.policy.continuity import HarmScale
from musterpoint.domain.policy.risks import RiskScale, Score
from tests.domain.strategies import new_findings, shipped, with_entry, with_parts

HOUR = timedelta(hours=1)
SCALE = shipped().harm_scale or HarmScale(times=())
RISKS = shipped().risk_scale or RiskScale(likelihood=(), consequence=(), bands=())


def test_the_shipped_services_and_risks_have_scales() -> None:
    assert (SCALE.times, len(RISKS.bands)) != ((), 0)


@pytest.mark.parametrize(
    ("changes", "severity", "path", "says"),
    [
        (
            {"mtpd": None},
            "error",
            "",
            "Nothing says how long the loss of this critical service can be borne.",
        ),
        ({"rto": None}, "error", "", "Nothing says how soon this critical service is back."),
        ({"owner": ""}, "warning", "", "Nobody answers for this critical service."),
        (
            {"workarounds": ()},
            "warning",
            "",
            "Nothing says what is done while this critical service is away.",
        ),
        (
            {"minimum_staff": 0},
            "warning",
            "",
            "Nothing says how few people can keep up this critical service.",
        ),
        (
            {"harm": {}},
            "warning",
            "",
            "Nothing says what harm the loss of this critical service does.",
        ),
        (
            {"rto": 2 * HOUR, "mtpd": 2 * HOUR},
            "error",
            ".rto",
            "Recovery takes 2 h, and 2 h can be borne.",
        ),
        (
            {"rto": HOUR, "detection": HOUR, "decision": HOUR, "mtpd": 2 * HOUR},
            "error",
            ".rto",
            "Detection, decision and recovery take 3 h, and 2 h can be borne.",
        ),
        (
            {"rpo": HOUR / 2, "backup_every": HOUR},
            "error",
            ".rpo",
            "Data of 30 min may be lost, but it is copied every 1 h.",
        ),
        (
            {"rpo": HOUR},
            "warning",
            ".rpo",
            "Data of 1 h may be lost, but nothing says how often it is copied.",
        ),
        (
            {"rto": timedelta(minutes=10)},
            "error",
            ".depends_on",
            (
                "It is to be back within 10 min, but second_carrier, which it depends on,"
                " within 15 min."
            ),
        ),
        (
            {"depends_on": ("safety_line",)},
            "error",
            ".depends_on",
            "Following 'depends_on' leads back to this service.",
        ),
        ({"harm": {"people": (5,)}}, "error", ".harm.people", "It has 1 levels for 6 moments."),
        (
            {"harm": {"people": (0, 1, 2, 3, 4, 6)}},
            "error",
            ".harm.people",
            "No harm has the level 6.",
        ),
        (
            {"harm": {"people": (2, 1, 1, 1, 1, 1)}},
            "warning",
            ".harm.people",
            "This harm grows less as time goes by.",
        ),
        (
            {"harm": {"people": (4, 4, 4, 4, 4, 4)}},
            "error",
            ".harm.people",
            "This harm is past bearing after 30 min, but the MTPD is 2 h.",
        ),
    ],
)
def test_a_service_that_does_not_hold_is_found(
    changes: dict[str, object], severity: str, path: str, says: str
) -> None:
    strategy = with_entry("services", "safety_line", **changes)

    assert new_findings(strategy) == {(severity, f"services.safety_line{path}", says)}


def test_a_service_on_which_nothing_critical_stands_may_say_less() -> None:
    bare: dict[str, object] = {
        "mtpd": None,
        "rto": None,
        "owner": "",
        "workarounds": (),
        "harm": {},
    }

    assert new_findings(with_entry("services", "recording", **bare)) == set()


def test_a_critical_service_depends_on_none_of_unknown_recovery() -> None:
    found = new_findings(with_entry("services", "knowledge", rto=None))

    assert found == {
        (
            "warning",
            "services.product_support.depends_on",
            "It depends on knowledge, of which nothing says how soon it is back.",
        )
    }


def test_services_that_depend_on_one_another_in_a_ring_are_found_each() -> None:
    found = new_findings(with_entry("services", "network", depends_on=("telephony",)))

    says = "Following 'depends_on' leads back to this service."
    assert {path for _severity, path, said in found if said == says} == {
        "services.network.depends_on",
        "services.telephony.depends_on",
    }


def test_harm_without_its_moments_is_found_at_each_service() -> None:
    found = new_findings(with_parts(harm_scale=None))

    says = "It says what harm is done, but not at which moments."
    harmful = {f"services.{code}.harm" for code, one in shipped().services.items() if one.harm}
    assert {path for _severity, path, said in found if said == says} == harmful


@pytest.mark.parametrize(
    ("changes", "path", "says"),
    [
        ({"times": (HOUR, HOUR)}, "times", "The moments of the scale do not rise."),
        ({"times": ()}, "times", "The moments of the scale do not rise."),
        ({"unacceptable": 0}, "unacceptable", "No harm has the level 0."),
        ({"unacceptable": 6}, "unacceptable", "No harm has the level 6."),
    ],
)
def test_a_scale_of_harm_that_cannot_be_used_is_found(
    changes: dict[str, object], path: str, says: str
) -> None:
    scale = replace(SCALE, **changes)  # type: ignore[arg-type]  # the test names real fields
    strategy = with_parts(harm_scale=scale, services={})

    assert ("error", f"harm_scale.{path}", says) in new_findings(strategy)


@pytest.mark.parametrize(
    ("changes", "severity", "path", "says"),
    [
        (
            {"current": Score(likelihood=5, consequence=3)},
            "error",
            ".current",
            "As it stands it is worse than without any control.",
        ),
        (
            {"target": Score(likelihood=2, consequence=4)},
            "error",
            ".target",
            "It is meant to become worse than it is.",
        ),
        (
            {"controls": ()},
            "error",
            ".current",
            "It is judged to be smaller than without controls, but has none.",
        ),
        ({"review_on": None}, "warning", "", "Nothing says when this risk is judged again."),
        (
            {"target": Score(likelihood=3, consequence=3), "rationale": ""},
            "warning",
            "",
            "It is left as it stands, and nothing says why.",
        ),
        (
            {"inherent": Score(likelihood=6, consequence=4)},
            "error",
            ".inherent",
            "The scale of likelihood has no rank 6.",
        ),
        (
            {"target": Score(likelihood=2, consequence=0)},
            "error",
            ".target",
            "The scale of consequence has no rank 0.",
        ),
    ],
)
def test_a_risk_that_does_not_hold_is_found(
    changes: dict[str, object], severity: str, path: str, says: str
) -> None:
    strategy = with_entry("risks", "telephony_lost", **changes)

    assert new_findings(strategy) == {(severity, f"risks.telephony_lost{path}", says)}


def test_a_risk_beyond_the_appetite_may_not_stay_there() -> None:
    grave = Score(likelihood=5, consequence=5)
    says = f"It is beyond what is borne ('{RISKS.bands[-1].name}') and is meant to stay there."

    found = new_findings(
        with_entry("risks", "telephony_lost", inherent=grave, current=grave, target=grave)
    )

    assert found == {("error", "risks.telephony_lost.target", says)}


def test_a_category_that_no_risk_covers_is_found() -> None:
    found = new_findings(with_entry("risks", "records_lost", categories=("crm_down",)))

    says = "One category belongs to no risk: crm_slow."
    assert found == {("warning", "risks", says)}


@pytest.mark.parametrize(
    ("changes", "path", "says"),
    [
        ({"likelihood": RISKS.likelihood[:1]}, "likelihood", "A scale needs at least two steps."),
        ({"consequence": ()}, "consequence", "A scale needs at least two steps."),
        ({"bands": ()}, "bands", "Nothing says how much risk is borne."),
        ({"bands": RISKS.bands[::-1]}, "bands", "The bands do not rise."),
        (
            {"bands": (replace(RISKS.bands[0], upto=9),)},
            "bands",
            "The bands end at 9, but a risk can reach 25.",
        ),
    ],
)
def test_a_scale_of_risk_that_cannot_be_used_is_found(
    changes: dict[str, object], path: str, says: str
) -> None:
    scale = replace(RISKS, **changes)  # type: ignore[arg-type]  # the test names real fields

    assert ("error", f"risk_scale.{path}", says) in new_findings(with_parts(risk_scale=scale))
