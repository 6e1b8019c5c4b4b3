"""Bringing two CSV files into the register: read strictly, checked as a whole, written as dated differences."""
