"""On-call rotas: turns, overrides, swaps, absence, and the roles that a rota answers for."""
