"""The engines that carry messages about jobs, both of them PgQueuer."""
