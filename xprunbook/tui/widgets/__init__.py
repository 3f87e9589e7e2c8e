"""The face's own widgets. None of them parses markup; data reaches the screen through ``base.text`` only."""
