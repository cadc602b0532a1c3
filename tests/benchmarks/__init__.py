"""Benchmarks: figures beside ceilings measured in the same run, never asserted on absolute time."""
