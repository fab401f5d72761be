"""The made-up auctions of the sample register: four years of sessions, with everything that can happen to a lot."""
