"""The minds: Observation in, Command out."""
