"""Reading: from a story's folder to data with places, and to the model of its whole source."""
