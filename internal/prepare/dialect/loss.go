package dialect

import (
	"slices"
	"strconv"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
)

// loss is a keyword that the dialect cannot express in full.
type loss struct {
	keyword string
	at      diag.Position
}

// lose notes that the translation of a schema accepts more than the schema. An
// empty keyword is not reported: nobody would miss it.
func (s *schema) lose(keyword string, n *tree.Node) {
	if keyword != "" {
		s.losses = append(s.losses, loss{keyword, n.FieldPosition(keyword)})
	}
	mark(s, func(s *schema) *bool { return &s.loose })
}

// findLosses finds what each schema loses, and which alternatives could be valid
// together after that.
func (t *translation) findLosses() {
	for _, s := range t.order {
		if !s.node.Is(tree.Mapping) || t.isAlias(s.node) {
			continue
		}
		for _, f := range s.node.Fields {
			if lost := rules[f.Name].lost; lost != nil && lost(t, s.node, f.Value) {
				s.lose(f.Name, s.node)
			}
		}
		if s.node.Get("format") != nil || t.guessesNull(s.node) {
			s.lose("", nil) // formats are not checked to the letter, and most not at all
		}
	}
	for again := true; again; { // an alternative that loses something may have become one just now
		again = false
		for _, s := range t.order {
			if !s.union && s.node.Is(tree.Mapping) && !t.isAlias(s.node) && t.mustBeUnion(s) {
				s.union, again = true, true
				s.lose("oneOf", s.node)
			}
		}
	}
	for _, s := range t.order {
		if not := s.node.Get("not"); not != nil && t.schemas[not] != nil && t.schemas[not].loose {
			s.losses = append(s.losses, loss{"not", s.node.FieldPosition("not")})
		}
	}
}

// precision stands for all keywords that lose something in double precision only.
const precision = "precision"

func isNumeric(keyword string) bool {
	return slices.Contains([]string{"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "enum", "const"}, keyword)
}

// mustBeUnion reports whether a valid value could be valid for two of the
// translated alternatives of a oneOf: when one of them accepts more than it
// should, or when a discriminator is what tells them apart.
func (t *translation) mustBeUnion(s *schema) bool {
	alternatives := s.node.Get("oneOf")
	if !alternatives.Is(tree.Sequence) {
		return false
	}
	loose := s.node.Get("discriminator") != nil
	for _, a := range alternatives.Items {
		loose = loose || t.schemas[a] != nil && t.schemas[a].loose
	}
	return loose && !t.disjoint(alternatives.Items)
}

// reportLosses warns once of each keyword that request bodies lose.
func (t *translation) reportLosses() {
	var keywords []string
	found := map[string][]diag.Position{}
	for _, s := range t.order {
		if !s.request {
			continue
		}
		for _, l := range s.losses {
			keyword := l.keyword
			if isNumeric(keyword) {
				keyword = precision
			}
			if found[keyword] == nil {
				keywords = append(keywords, keyword)
			}
			found[keyword] = append(found[keyword], l.at)
		}
	}
	for _, keyword := range keywords {
		places := found[keyword]
		slices.SortFunc(places, diag.Position.Compare)
		t.Warnf(places[0], "loosened-schema", "%s", lossOf(keyword)+times(len(places))).Help =
			"the deployed API accepts every valid body, and some that the model refuses; let the integration check these"
	}
}

// lossOf says what becomes of a keyword.
func lossOf(keyword string) string {
	switch keyword {
	case "oneOf":
		return "oneOf becomes anyOf in the definition, because API Gateway cannot tell the alternatives apart"
	case precision:
		return "a number has more digits than double precision, in which the AWS CDK holds it: bounds are rounded outwards, enum and multipleOf are left out"
	case "not":
		return "not is left out of the definition, because API Gateway's models cannot express all that it rules out"
	case "pattern":
		return "a pattern with syntax newer than ECMAScript 5 is left out of the definition: API Gateway's validator does not know it"
	}
	return keyword + " is left out of the definition: API Gateway's models cannot express it"
}

func times(n int) string {
	if n == 1 {
		return ""
	}
	return " (" + strconv.Itoa(n) + " times)"
}
