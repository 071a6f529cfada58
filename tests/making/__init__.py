"""The parts of the factory of test data, one for each concept."""
