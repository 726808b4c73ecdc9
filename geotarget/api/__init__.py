"""REST for programs, `/api/v1/`: the same acts as the pages. One module per resource."""
