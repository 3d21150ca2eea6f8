package types_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/gatewright/gatewright/types"
)

// This is what generated types look like.

type cat struct {
	Kind  string                 `json:"kind"`
	Lives types.Nullable[int64]  `json:"lives,omitzero"`
	Kids  []animal               `json:"kids,omitzero"`
	Born  *types.Date            `json:"born,omitzero"`
	Rest  map[string]json.Number `json:"-"              types:"rest"`
}

func (c cat) MarshalJSON() ([]byte, error) {
	type plain cat
	return types.MarshalObject(plain(c))
}

func (c *cat) UnmarshalJSON(data []byte) error {
	type plain cat
	return types.UnmarshalObject(data, (*plain)(c))
}

type dog struct {
	Bark string `json:"-" types:"name=ba,rk"`
}

func (d dog) MarshalJSON() ([]byte, error) {
	type plain dog
	return types.MarshalObject(plain(d))
}

func (d *dog) UnmarshalJSON(data []byte) error {
	type plain dog
	return types.UnmarshalObject(data, (*plain)(d))
}

type pair struct {
	Item1 string   `types:"item"`
	Item2 *float64 `types:"item"`
	Rest  []bool   `types:"items"`
}

func (p pair) MarshalJSON() ([]byte, error) { return types.MarshalTuple(1, p.Rest, p.Item1, p.Item2) }

func (p *pair) UnmarshalJSON(data []byte) error {
	*p = pair{}
	return types.UnmarshalTuple(data, 1, &p.Rest, &p.Item1, &p.Item2)
}

type animal struct {
	Cat    *cat
	Dog    *dog
	Pair   *pair
	String *string
	At     *time.Time
	List   []animal
}

func (a animal) MarshalJSON() ([]byte, error) {
	return types.MarshalAnyOf(types.As(a.Cat, "kind", "cat"), a.Dog, a.Pair, a.At, a.String, a.List)
}

func (a *animal) UnmarshalJSON(data []byte) error {
	*a = animal{}
	return types.UnmarshalAnyOf(data, &a.Cat, &a.Dog, &a.Pair, &a.At, &a.String, &a.List)
}

var animals = []string{
	`{"kind":"cat","lives":null,"kids":[],"born":"2020-02-29","extra":1}`,
	`{"kind":"cat","lives":9,"kids":[{"ba,rk":"x"},"y",["z"]],"KIND":2}`,
	`{"ba,rk":"wau"}`,
	`["a"]`,
	`["a",1.5,true,false]`,
	`["a",null,true]`,
	`"2020-02-29T12:00:00Z"`,
	`"text"`,
	`[]`,
	`[["a"],["b"]]`,
}

func TestRoundTrips(t *testing.T) {
	for _, text := range animals {
		var a animal
		if err := json.Unmarshal([]byte(text), &a); err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		got, err := json.Marshal(a)
		if err != nil || canonical(t, got) != canonical(t, []byte(text)) {
			t.Errorf("got %s, want %s (%v)", got, text, err)
		}
	}
}

func canonical(t *testing.T, data []byte) string {
	t.Helper()
	text, err := types.Canonical(data)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestFaults(t *testing.T) {
	for text, want := range map[string]string{
		`1`:                        "fits none of the alternatives",
		`{"kind":1}`:               "fits none of the alternatives",
		`{"kind":"cat","x":"abc"}`: "fits none of the alternatives",
	} {
		var a animal
		if err := json.Unmarshal([]byte(text), &a); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
	for want, a := range map[string]animal{
		"no alternative is set":               {},
		"alternatives are set that cannot be": {String: new("x"), Cat: &cat{}},
	} {
		if got, err := json.Marshal(a); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", got, err, want)
		}
	}
	var date types.Date
	if err := date.UnmarshalText([]byte("2021-02-29")); err == nil {
		t.Error("there was no such day")
	}
}

func TestDate(t *testing.T) {
	d := types.DateOf(time.Date(2024, time.December, 31, 23, 59, 0, 0, time.FixedZone("", -3600)))
	if d.String() != "2024-12-31" || !d.In(time.UTC).Equal(time.Date(2024, time.December, 31, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("got %s", d)
	}
}

// FuzzAlternatives reads any text: what can be read can be written, and read again as
// the same.
func FuzzAlternatives(f *testing.F) {
	for _, text := range animals {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var first, second animal
		if json.Unmarshal(data, &first) != nil {
			return
		}
		text, err := json.Marshal(first)
		if err != nil {
			t.Fatalf("%s was read and cannot be written: %v", data, err)
		}
		if err := json.Unmarshal(text, &second); err != nil {
			t.Fatalf("%s became %s, which cannot be read: %v", data, text, err)
		}
		if again, err := json.Marshal(second); err != nil || !reflect.DeepEqual(again, text) {
			t.Fatalf("%s became %s and then %s: %v", data, text, again, err)
		}
	})
}
