"""One Report to one text: a module a format, each with a `render` function; nothing here judges or sorts."""
