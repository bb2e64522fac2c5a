"""The web door of the room `personnel`."""
