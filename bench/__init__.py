"""Measurements. Nothing here is imported by the portal, and a timing never fails a test."""
