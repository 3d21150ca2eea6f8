package integration

import (
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/mockdata"
)

// Generated makes data that follows the model: its examples, else values that are
// valid against its schemas. The same seed gives the same data.
func Generated(seed uint64) Data { return generated{mockdata.New(seed)} }

type generated struct{ generator *mockdata.Generator }

func (g generated) Body(m *model.MediaType) ([]byte, error) {
	n := m.Example
	if n == nil && m.Schema != nil {
		var err error
		if n, err = g.generator.ResponseValue(m.Schema); err != nil {
			return nil, err
		}
	}
	if n == nil {
		return nil, nil
	}
	if n.Is(tree.String) {
		return []byte(n.Text), nil
	}
	return n.JSON(false), nil
}

func (g generated) Header(h *model.Header) (string, error) {
	if h.Schema == nil {
		return "x", nil
	}
	n, err := g.generator.ResponseValue(h.Schema)
	if err != nil {
		return "", err
	}
	if n.Is(tree.String) {
		return n.Text, nil
	}
	return string(n.JSON(false)), nil
}

func (p Props) data() Data {
	if p.Data == nil {
		return Generated(0)
	}
	return p.Data
}
