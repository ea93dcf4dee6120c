"""Whether the settings can be read."""

from phoenix.app.doctor.audit import Told, failed, passed
from phoenix.app.doctor.examination import Examination
from phoenix.app.doctor.patient import Patient


def look(patient: Patient) -> Told:
    """Every fault at once."""
    faults = patient.installation.faults
    if not faults:
        return passed("well-formed")
    problems = "; ".join(f"{fault.variable} {fault.problem}" for fault in faults)
    return failed(problems, "; ".join(dict.fromkeys(fault.cure for fault in faults)))


EXAMINATIONS = (Examination("settings", "settings", look),)
