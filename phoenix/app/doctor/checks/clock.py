"""Whether this machine's clock is right, as far as a server says what time it is."""

from phoenix.app.doctor.audit import Told, failed, passed, skipped
from phoenix.app.doctor.examination import Examination
from phoenix.app.doctor.patient import Patient
from phoenix.app.preflight import Verdict, preflight
from phoenix.app.preflight.checking import TELL_THE_TIME
from phoenix.app.preflight.checks import clock, database

CLOCK, DATABASE = clock.CHECK.name, database.CHECK.name
CURE = "Set it, or let it be set over the network (NTP)"


async def look(patient: Patient) -> Told:
    """As preflight finds it; a database in a file has no clock of its own."""
    here = patient.installation
    if here.settings is None:
        return skipped("the settings cannot be read")
    timeless = {DATABASE} if here.database_file else set()
    asked = {CLOCK, *TELL_THE_TIME} - timeless
    report = await preflight(here.settings, only=asked, transport=here.transport, now=here.now)
    finding = next(one for one in report.findings if one.check == CLOCK)
    if finding.verdict is Verdict.PASSED:
        return passed(finding.detail)
    if finding.verdict is Verdict.SKIPPED:
        return skipped("no server said what time it is")
    return failed(finding.detail, finding.cure or CURE)


EXAMINATIONS = (Examination("machine", "clock", look),)
