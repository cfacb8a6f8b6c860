"""See docs/explanation/house.md for what this room holds."""
