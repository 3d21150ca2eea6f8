package validate

import (
	"context"

	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
)

// Work returns how much work it takes to find whether a body fits the model of its
// JSON, and to say what does not.
func (v *Validator) Work(ctx context.Context, body string) (int, error) {
	s, _ := v.choose(DefaultContentType).compiled()
	value, err := jsonvalue.NewDocument([]byte(body)).Value()
	if err != nil {
		return 0, err
	}
	total := 0
	for _, quiet := range []bool{true, false} {
		r := report{quiet: quiet, effort: newEffort(ctx, len(body))}
		s.validate(value, &r, 0)
		if total += r.spent; r.err != nil {
			return total, r.err
		}
	}
	return total, nil
}
