"""How data/model was made: `python -m training` (README.md beside this file says more)."""
