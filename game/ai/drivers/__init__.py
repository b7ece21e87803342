"""Getaway drivers: policies of the driver's seat."""
