"""Whoever joins the rooms below: the composition root, home, register, publishing, find, doctor."""
