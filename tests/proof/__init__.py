"""Proofs: promises that are counted, with a seed to replay and a sabotage switch that must turn them red."""
