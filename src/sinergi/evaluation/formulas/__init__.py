"""How the effect of an action is estimated, and how we know that the estimate is right. Pure arithmetic."""
