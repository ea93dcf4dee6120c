"""Mathematics on arrays: count models, ratings, composites, pooling and readings. No I/O."""
