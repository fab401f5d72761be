"""Papers of auctions as PDF: always in Vietnamese, for they are administrative papers."""
