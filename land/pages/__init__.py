"""HTML doors of the register's own desks."""
