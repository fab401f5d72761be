"""Long work that a worker does for a person: ordered, claimed once, told while it lasts, resumed when a worker died."""
