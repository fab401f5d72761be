"""The calendar as files."""
