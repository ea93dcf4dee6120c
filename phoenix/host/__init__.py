"""Finds, configures, orders and guards plugins: find -> judge -> import -> register -> run."""
