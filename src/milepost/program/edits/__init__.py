"""Edits of a program's texts that leave every byte they do not mean: comments, order, styles, line ends."""
