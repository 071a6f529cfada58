"""The demo company: an invented firm of the size that Nomade is made for."""
