"""Every write of auctions: one function per verb."""
