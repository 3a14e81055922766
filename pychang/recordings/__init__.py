"""A person's recordings: found, looked over, aligned with their scores, and made into training data."""
