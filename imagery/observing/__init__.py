"""What a scene says of each plot: shares of data and cloud, area-weighted statistics of bands and indices."""
