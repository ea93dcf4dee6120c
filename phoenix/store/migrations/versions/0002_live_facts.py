"""Aliases, seasons, live facts, dossiers and forecasts; and what revision 0001 left empty."""

import sqlalchemy as sa
from alembic import op

from phoenix.store.repair import repair

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fetched",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("source", "what", "subject", name=op.f("pk_fetched")),
    )
    op.create_table(
        "quarantine",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_quarantine")),
    )
    op.create_table(
        "quota",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("minute_limit", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("day_limit", sa.Integer(), nullable=True),
        sa.Column("day_remaining", sa.Integer(), nullable=True),
        sa.Column("calls", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_quota")),
    )
    op.create_table(
        "competition_alias",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("external", sa.String(), nullable=False),
        sa.Column("competition_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["competition_id"],
            ["competition.id"],
            name=op.f("fk_competition_alias_competition_id_competition"),
        ),
        sa.PrimaryKeyConstraint("source", "external", name=op.f("pk_competition_alias")),
    )
    with op.batch_alter_table("competition_alias", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_competition_alias_competition_id"), ["competition_id"], unique=False
        )

    op.create_table(
        "season",
        sa.Column("competition_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("events", sa.Boolean(), nullable=False),
        sa.Column("lineups", sa.Boolean(), nullable=False),
        sa.Column("statistics", sa.Boolean(), nullable=False),
        sa.Column("standings", sa.Boolean(), nullable=False),
        sa.Column("injuries", sa.Boolean(), nullable=False),
        sa.Column("odds", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["competition_id"],
            ["competition.id"],
            name=op.f("fk_season_competition_id_competition"),
        ),
        sa.PrimaryKeyConstraint("competition_id", "year", name=op.f("pk_season")),
    )
    op.create_table(
        "standing",
        sa.Column("competition_id", sa.Integer(), nullable=False),
        sa.Column("season", sa.String(), nullable=False),
        sa.Column("group", sa.String(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("played", sa.Integer(), nullable=False),
        sa.Column("won", sa.Integer(), nullable=False),
        sa.Column("drawn", sa.Integer(), nullable=False),
        sa.Column("lost", sa.Integer(), nullable=False),
        sa.Column("goals_for", sa.Integer(), nullable=False),
        sa.Column("goals_against", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["competition_id"],
            ["competition.id"],
            name=op.f("fk_standing_competition_id_competition"),
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_standing_team_id_team")),
        sa.PrimaryKeyConstraint(
            "competition_id", "season", "group", "team_id", name=op.f("pk_standing")
        ),
    )
    op.create_table(
        "team_alias",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("external", sa.String(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("doubts", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_alias_team_id_team")),
        sa.PrimaryKeyConstraint("source", "external", name=op.f("pk_team_alias")),
    )
    with op.batch_alter_table("team_alias", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_team_alias_team_id"), ["team_id"], unique=False)

    op.create_table(
        "absence",
        sa.Column("fixture_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("player", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("doubtful", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["fixture_id"], ["fixture.id"], name=op.f("fk_absence_fixture_id_fixture")
        ),
        sa.PrimaryKeyConstraint("fixture_id", "side", "player", name=op.f("pk_absence")),
    )
    op.create_table(
        "appearance",
        sa.Column("fixture_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("player", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.String(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("starts", sa.Boolean(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["fixture_id"], ["fixture.id"], name=op.f("fk_appearance_fixture_id_fixture")
        ),
        sa.PrimaryKeyConstraint("fixture_id", "side", "player", name=op.f("pk_appearance")),
    )
    op.create_table(
        "dossier",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fixture_id", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["fixture_id"], ["fixture.id"], name=op.f("fk_dossier_fixture_id_fixture")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier")),
        sa.UniqueConstraint("fixture_id", "digest", name=op.f("uq_dossier_fixture_id_digest")),
    )
    with op.batch_alter_table("dossier", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dossier_fixture_id"), ["fixture_id"], unique=False)

    op.create_table(
        "fixture_alias",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("external", sa.String(), nullable=False),
        sa.Column("fixture_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["fixture_id"], ["fixture.id"], name=op.f("fk_fixture_alias_fixture_id_fixture")
        ),
        sa.PrimaryKeyConstraint("source", "external", name=op.f("pk_fixture_alias")),
    )
    with op.batch_alter_table("fixture_alias", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_fixture_alias_fixture_id"), ["fixture_id"], unique=False
        )

    op.create_table(
        "forecast",
        sa.Column("fixture_id", sa.Integer(), nullable=False),
        sa.Column("analyzer", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("quantity", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("coverage", sa.Float(), nullable=True),
        sa.Column("weight", sa.Float(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("columns", sa.Integer(), nullable=False),
        sa.Column("pmf", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["fixture_id"], ["fixture.id"], name=op.f("fk_forecast_fixture_id_fixture")
        ),
        sa.PrimaryKeyConstraint(
            "fixture_id", "analyzer", "version", "quantity", "fingerprint", name=op.f("pk_forecast")
        ),
    )
    op.create_table(
        "lineup",
        sa.Column("fixture_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("formation", sa.String(), nullable=True),
        sa.Column("coach", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["fixture_id"], ["fixture.id"], name=op.f("fk_lineup_fixture_id_fixture")
        ),
        sa.PrimaryKeyConstraint("fixture_id", "side", name=op.f("pk_lineup")),
    )
    with op.batch_alter_table("fixture", schema=None) as batch_op:
        batch_op.add_column(sa.Column("status", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("round", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("home_extra_goals", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("away_extra_goals", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("home_penalties", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("away_penalties", sa.Integer(), nullable=True))
        batch_op.create_index("ix_fixture_kickoff", ["kickoff"], unique=False)

    with op.batch_alter_table("price", schema=None) as batch_op:
        batch_op.add_column(sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("statistics", schema=None) as batch_op:
        batch_op.add_column(sa.Column("possession", sa.Float(), nullable=True))
        batch_op.add_column(sa.Column("expected_goals", sa.Float(), nullable=True))
    mended = repair(op.get_bind())
    if (config := op.get_context().config) is not None:
        config.attributes["mended"] = mended


def downgrade() -> None:
    op.drop_column("statistics", "expected_goals")
    op.drop_column("statistics", "possession")

    op.drop_column("price", "taken_at")

    op.drop_index("ix_fixture_kickoff", "fixture")
    op.drop_column("fixture", "away_penalties")
    op.drop_column("fixture", "home_penalties")
    op.drop_column("fixture", "away_extra_goals")
    op.drop_column("fixture", "home_extra_goals")
    op.drop_column("fixture", "round")
    op.drop_column("fixture", "status")

    op.drop_table("lineup")
    op.drop_table("forecast")
    op.drop_index(op.f("ix_fixture_alias_fixture_id"), "fixture_alias")
    op.drop_table("fixture_alias")
    op.drop_index(op.f("ix_dossier_fixture_id"), "dossier")
    op.drop_table("dossier")
    op.drop_table("appearance")
    op.drop_table("absence")
    op.drop_index(op.f("ix_team_alias_team_id"), "team_alias")
    op.drop_table("team_alias")
    op.drop_table("standing")
    op.drop_table("season")
    op.drop_index(op.f("ix_competition_alias_competition_id"), "competition_alias")
    op.drop_table("competition_alias")
    op.drop_table("quota")
    op.drop_table("quarantine")
    op.drop_table("fetched")
