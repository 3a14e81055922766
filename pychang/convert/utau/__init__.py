"""UTAU (.ust) and OpenUtau (.ustx), in and out."""
