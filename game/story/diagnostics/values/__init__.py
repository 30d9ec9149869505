"""Rules S3xx of what a story remembers beside numbers, truths and words of a list."""
