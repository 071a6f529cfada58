from backend.domain.inventory import OTHERS, SECTIONS, TEMPLATE


def test_the_template_has_every_section_of_the_agreement():
    assert list(SECTIONS) == [
        "network",
        "datacenters",
        "fibre_sites",
        "linked_sites",
        "isolated_sites",
        "public_wifi",
        "video",
        "workstation",
        "applications",
    ]


def test_the_number_of_lines_is_that_of_the_agreement():
    counts = {section.code: len(section.lines) for section in TEMPLATE}
    assert counts["network"] == 5
    assert counts["datacenters"] == 25
    assert counts["isolated_sites"] == counts["fibre_sites"] - 1 == counts["linked_sites"] - 1
    assert counts["applications"] == 62 + 15


def test_only_the_kinds_of_sites_repeat():
    assert [s.code for s in TEMPLATE if s.repeatable] == [
        "fibre_sites",
        "linked_sites",
        "isolated_sites",
    ]


def test_every_application_is_counted_in_users_under_its_domain():
    applications = SECTIONS["applications"].lines
    assert {line.unit for line in applications} == {"utilisateurs"}
    assert len({line.domain for line in applications}) == 15
    assert sum(line.sub_domain == OTHERS for line in applications) == 15


def test_no_line_stands_twice():
    lines = [(s.code, line.domain, line.sub_domain) for s in TEMPLATE for line in s.lines]
    assert len(set(lines)) == len(lines)
