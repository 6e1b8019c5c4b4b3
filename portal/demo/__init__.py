"""The sample town with a clearly fictitious cast. Refused in production."""
