"""What DID happen: events, the journal, the pure core (decide, evolve) and the engine around it."""
