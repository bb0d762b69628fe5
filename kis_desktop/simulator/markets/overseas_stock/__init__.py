"""Foreign stock exchanges: the United States, Hong Kong, China, Japan, Vietnam."""
