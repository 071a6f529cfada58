"""Paper: takes plain data, gives bytes."""
