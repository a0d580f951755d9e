"""Incentives: the tax credit for research, and the fund that a levy fills."""
