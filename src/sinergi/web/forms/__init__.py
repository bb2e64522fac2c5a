"""Text in, clean values out, for the pages of `web`."""
