"""Downloads into the store."""

from phoenix.app.imports import ImportReport, Progress, chosen_source, import_files
from phoenix.app.places import data_dir
from phoenix.app.program import Program
from phoenix.sources.football_data.download import download, remote_path


async def pull(
    program: Program, league: str, season: str | None, progress: Progress
) -> ImportReport:
    """Download one file of football-data.co.uk and import it.

    Raises:
        InputError: there is no such league or season.
        SourceError: the site does not answer.
    """
    path = remote_path(league.upper(), season)
    progress(0, 2, path)
    file = await download(program.settings.football_data_url, path, data_dir() / "football-data")
    return await import_files(
        program, [file], await chosen_source(program, "football-data"), progress
    )
