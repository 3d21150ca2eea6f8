package validate

import (
	"slices"

	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
)

// explain adds the problems of the alternative that a value was most likely meant to
// fit. The service does not report them: its message about an anyOf names none.
func (r *report) explain(alternatives []*schema, v jsonvalue.Value, inPlace int) {
	if !r.places {
		return
	}
	var best []Problem
	closest, several := len(mismatches)+1, false
	for _, s := range alternatives {
		sub := report{effort: r.effort, places: true, path: slices.Clone(r.path)}
		s.validate(v, &sub, inPlace+1)
		if sub.err != nil {
			return
		}
		switch d := sub.distance(len(r.path)); {
		case d < closest:
			best, closest, several = sub.problems, d, false
		case d == closest:
			several = true
		}
	}
	if !several {
		r.problems = append(r.problems, best...)
	}
}

// mismatches are the keywords whose failure says that a value is of another kind: the
// further behind, the less is it meant to fit.
var mismatches = []string{"type", "maxProperties", "enum"}

// distance says how far a value that is depth names deep is from what it fails.
func (r *report) distance(depth int) int {
	distance := 0
	for _, p := range r.problems {
		if p.depth == depth {
			distance = max(distance, 1+slices.Index(mismatches, p.keyword))
		}
	}
	return distance
}
