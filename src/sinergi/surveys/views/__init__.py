"""Web pages of the room."""
