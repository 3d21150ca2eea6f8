package mockdata

// Effort returns how many attempts the last value took.
func (g *Generator) Effort() int { return maxEffort - g.effort }

// Synthesized returns for how many sets of rules a text was searched.
func (g *Generator) Synthesized() int { return len(g.synthesized) }
