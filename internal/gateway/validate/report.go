package validate

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
)

// report collects what is wrong with a body.
type report struct {
	quiet    bool // only whether there is anything counts
	failed   bool
	err      error // the schema could not be applied
	messages []string
	*effort

	schema   *schema   // that is applied
	path     []string  // from the body to the value
	places   bool      // are asked for
	problems []Problem // with their places
}

// Problem is what is wrong with one value of a body.
type Problem struct {
	Message string
	Pointer string // a JSON Pointer to the value
	// Schema is where the model says so.
	Schema diag.Position

	keyword string
	depth   int // of the value in the body
}

// enter and leave follow the way to the value that is checked.
func (r *report) enter(name string) {
	if r.places {
		r.path = append(r.path, name)
	}
}

func (r *report) enterItem(i int) {
	if r.places {
		r.path = append(r.path, strconv.Itoa(i))
	}
}

func (r *report) leave() {
	if r.places {
		r.path = r.path[:len(r.path)-1]
	}
}

// locate keeps the places of a failure of a keyword.
func (r *report) locate(keyword, message string) {
	escape := strings.NewReplacer("~", "~0", "/", "~1")
	var pointer strings.Builder
	for _, part := range r.path {
		pointer.WriteString("/" + escape.Replace(part))
	}
	r.problems = append(r.problems, Problem{message, pointer.String(), r.schema.node.FieldPosition(keyword), keyword, len(r.path)})
}

// fail notes a failure of a keyword; the arguments are formatted only when they are wanted.
func (r *report) fail(keyword, format string, args func() []any) {
	r.failed = true
	if r.quiet {
		return
	}
	message := fmt.Sprintf(format, args()...)
	r.messages = append(r.messages, message)
	if r.places {
		r.locate(keyword, message)
	}
}

// warn notes something that is not a failure but is told with the failures.
func (r *report) warn(message string) {
	if !r.quiet {
		r.messages = append(r.messages, message)
	}
}

// done reports whether the validation can stop.
func (r *report) done() bool { return r.err != nil || r.quiet && r.failed }

// detail returns the messages as API Gateway prints them: each once, in brackets,
// in the order of a java.util.HashSet.
func (r *report) detail() string {
	return "[" + strings.Join(hashOrder(r.messages), ", ") + "]"
}

// hashOrder returns the different strings of a list in the order in which a
// java.util.HashSet to which they are added one by one iterates over them.
func hashOrder(list []string) []string {
	seen := make(map[string]bool, len(list))
	var set []string
	for _, s := range list {
		if !seen[s] {
			seen[s] = true
			set = append(set, s)
		}
	}
	capacity := 16
	for len(set) > capacity*3/4 {
		capacity *= 2
	}
	buckets := make([][]string, capacity)
	for _, s := range set {
		h := uint32(jsonvalue.StringHash(s))
		i := int(h^h>>16) & (capacity - 1)
		buckets[i] = append(buckets[i], s)
	}
	ordered := set[:0:0]
	for _, b := range buckets {
		ordered = append(ordered, b...)
	}
	return ordered
}
