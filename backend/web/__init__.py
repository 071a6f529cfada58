"""What pages and JSON share: who is asking, from where, in which language, how safely."""
