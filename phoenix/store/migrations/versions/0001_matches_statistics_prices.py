"""Matches, statistics, prices."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "competition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competition")),
        sa.UniqueConstraint("code", name=op.f("uq_competition_code")),
    )
    with op.batch_alter_table("competition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_competition_country"), ["country"], unique=False)

    op.create_table(
        "imported_file",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("matches", sa.Integer(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_imported_file")),
    )
    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
    )
    op.create_table(
        "team",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("country", "name", name=op.f("uq_team_country_name")),
    )
    op.create_table(
        "fixture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("competition_id", sa.Integer(), nullable=False),
        sa.Column("season", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kickoff", sa.DateTime(timezone=True), nullable=True),
        sa.Column("home_id", sa.Integer(), nullable=False),
        sa.Column("away_id", sa.Integer(), nullable=False),
        sa.Column("referee", sa.String(), nullable=True),
        sa.Column("home_goals", sa.Integer(), nullable=True),
        sa.Column("away_goals", sa.Integer(), nullable=True),
        sa.Column("home_first_half_goals", sa.Integer(), nullable=True),
        sa.Column("away_first_half_goals", sa.Integer(), nullable=True),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["away_id"], ["team.id"], name=op.f("fk_fixture_away_id_team")),
        sa.ForeignKeyConstraint(
            ["competition_id"],
            ["competition.id"],
            name=op.f("fk_fixture_competition_id_competition"),
        ),
        sa.ForeignKeyConstraint(["home_id"], ["team.id"], name=op.f("fk_fixture_home_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fixture")),
        sa.UniqueConstraint(
            "competition_id",
            "day",
            "home_id",
            "away_id",
            name=op.f("uq_fixture_competition_id_day_home_id_away_id"),
        ),
    )
    with op.batch_alter_table("fixture", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fixture_away_id"), ["away_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fixture_home_id"), ["home_id"], unique=False)

    op.create_table(
        "price",
        sa.Column("fixture_id", sa.Integer(), nullable=False),
        sa.Column("market", sa.String(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("bookmaker", sa.String(), nullable=False),
        sa.Column("line", sa.Float(), nullable=False),
        sa.Column("first", sa.Float(), nullable=False),
        sa.Column("second", sa.Float(), nullable=False),
        sa.Column("third", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(
            ["fixture_id"], ["fixture.id"], name=op.f("fk_price_fixture_id_fixture")
        ),
        sa.PrimaryKeyConstraint(
            "fixture_id", "market", "phase", "bookmaker", "line", name=op.f("pk_price")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "statistics",
        sa.Column("fixture_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("shots", sa.Integer(), nullable=True),
        sa.Column("shots_on_target", sa.Integer(), nullable=True),
        sa.Column("corners", sa.Integer(), nullable=True),
        sa.Column("fouls", sa.Integer(), nullable=True),
        sa.Column("yellow_cards", sa.Integer(), nullable=True),
        sa.Column("red_cards", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["fixture_id"], ["fixture.id"], name=op.f("fk_statistics_fixture_id_fixture")
        ),
        sa.PrimaryKeyConstraint("fixture_id", "side", "period", name=op.f("pk_statistics")),
    )


def downgrade() -> None:
    op.drop_table("statistics")
    op.drop_table("price")
    with op.batch_alter_table("fixture", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fixture_home_id"))
        batch_op.drop_index(batch_op.f("ix_fixture_away_id"))

    op.drop_table("fixture")
    op.drop_table("team")
    op.drop_table("revision")
    op.drop_table("imported_file")
    with op.batch_alter_table("competition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_competition_country"))

    op.drop_table("competition")
