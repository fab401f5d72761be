"""What a plot shows: its dated record, pictures of it, a film, cuttings."""
