"""What arrived: raw batches, refused lines, access records."""
