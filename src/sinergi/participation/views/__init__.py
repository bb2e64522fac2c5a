"""Pages of the room: `public` and `desk`."""
