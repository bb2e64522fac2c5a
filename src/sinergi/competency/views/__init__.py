"""The web door of the room `competency`."""
