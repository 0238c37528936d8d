"""Where a tumour came from: primary site, direction of the spread, and the verdict on the query's target."""
