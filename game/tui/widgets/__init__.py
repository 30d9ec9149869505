"""The widgets that draw lines and let one move in them."""
