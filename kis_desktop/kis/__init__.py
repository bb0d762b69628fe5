"""The wire to Korea Investment & Securities: httpx and websockets live here and nowhere else."""
