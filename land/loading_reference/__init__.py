"""Reading real files of reference layers: parcels, plans, road lines, price tables. Files become rows, not records."""
