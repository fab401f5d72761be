"""Loading files into the register: read (pure), understand (pure), check and commit (database). See docs/adr/0007."""
