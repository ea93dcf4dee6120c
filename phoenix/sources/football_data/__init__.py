"""football-data.co.uk: results, statistics and prices as CSV files."""
