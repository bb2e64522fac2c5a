"""Reading cases: the citizen's page, the desk, and figures for the evaluation."""
