"""The program answers."""


def test_demo_prints_a_dossier(phoenix):
    """`phoenix demo` ends well and shows the main analysis."""
    ran = phoenix("demo")
    assert ran.code == 0, ran.err
    assert "ANÁLISE PRINCIPAL" in ran.out
