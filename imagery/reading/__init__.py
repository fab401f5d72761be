"""Files in: which product they are, which bands and masks they hold, where they lie, what is wrong with them."""
