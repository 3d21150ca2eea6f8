package vtl

import (
	"context"
	"errors"
	"strings"

	"github.com/gatewright/gatewright/internal/gateway/jsonpath"
	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
)

// state is one rendering.
type state struct {
	t    *Template
	ctx  context.Context
	in   *Input
	out  []byte
	from int // where this rendering's output begins
	vars []any

	work  int
	depth int

	input    inputObject
	context  contextObject
	stage    view
	loop     *loop
	own      Overrides // where the caller has none
	doc      jsonvalue.Value
	docErr   error
	hasDoc   bool
	dynamics map[string]*jsonpath.Path
}

// Ends of a rendering that are no failures.
var (
	errStop  = errors.New("#stop outside of a rendering")
	errBreak = errors.New("#break outside of a rendering")
)

func (s *state) start(ctx context.Context, dst []byte, in *Input) {
	s.ctx, s.in, s.out, s.from = ctx, in, dst, len(dst)
	s.work = maxWork
	s.input.s = s
	s.context = contextObject{s: s}
	s.stage = view{in.StageVariables}
	s.vars[slotInput] = &s.input
	s.vars[slotUtil] = utilities{}
	s.vars[slotContext] = &s.context
	s.vars[slotStageVariables] = &s.stage
	s.vars[slotMethod] = (*methodObject)(s)
}

// reset drops what the rendering held on to.
func (s *state) reset() {
	t, vars := s.t, s.vars
	clear(vars)
	*s = state{t: t, vars: vars}
}

// checkEvery is the work between two looks at the deadline.
const checkEvery = 4096

// spend accounts for n units of work.
func (s *state) spend(n int) error {
	before := s.work
	s.work -= n
	if s.work < 0 {
		return ErrTooMuchWork
	}
	if before/checkEvery != s.work/checkEvery {
		return s.ctx.Err()
	}
	return nil
}

// spendBytes accounts for n bytes of text.
func (s *state) spendBytes(n int) error { return s.spend(1 + n/16) }

// fail puts the position to an error that has none yet.
func (s *state) fail(at int, err error) error {
	if err == nil {
		return nil
	}
	return s.locate(at, err)
}

func (s *state) locate(at int, err error) error {
	var positioned *RenderError
	if errors.Is(err, errStop) || errors.Is(err, errBreak) || errors.As(err, &positioned) {
		return err
	}
	line, column := position(s.t.text, at)
	return &RenderError{s.t.name, line, column, err}
}

// print appends a value to the output.
func (s *state) print(v any) error {
	switch v := v.(type) {
	case string:
		s.out = append(s.out, v...)
	case nil:
	case *blockValue:
		return v.render(s)
	default:
		var err error
		s.out, err = s.printer().AppendString(s.out, v)
		if errors.Is(err, jsonvalue.ErrTooLarge) {
			return ErrTooLarge
		}
		if err != nil {
			return err
		}
	}
	return s.checkSize()
}

// printer prints no more than the output may still grow.
func (s *state) printer() jsonvalue.Printer {
	return jsonvalue.Printer{Smart: true, Max: max(1, MaxOutput-(len(s.out)-s.from))}
}

func (s *state) checkSize() error {
	if len(s.out)-s.from > MaxOutput {
		return ErrTooLarge
	}
	return nil
}

// capture renders into a string of its own.
func (s *state) capture(n node) (string, error) {
	mark := len(s.out)
	err := n.render(s)
	if err != nil {
		return "", err
	}
	str := string(s.out[mark:])
	s.out = s.out[:mark]
	return str, s.spendBytes(len(str))
}

// enter guards against blocks that render themselves.
func (s *state) enter() error {
	if s.depth++; s.depth > maxDepth {
		return ErrTooDeep
	}
	return nil
}

func (s *state) leave() { s.depth-- }

// text returns a value as the string that Java would print.
func (s *state) text(v any) (string, error) {
	switch v := v.(type) {
	case string:
		return v, nil
	case nil:
		return "", nil
	case *blockValue:
		return s.capture(v)
	}
	b, err := s.printer().AppendString(nil, v)
	if err != nil {
		return "", ErrTooLarge
	}
	return string(b), s.spendBytes(len(b))
}

func (s *state) bodyText() string {
	switch {
	case s.in.Body == nil:
		return ""
	case s.in.Body.Text() == "":
		return "{}"
	}
	return s.in.Body.Text()
}

// document is the payload as JSON, read when first asked for. It may be written
// carelessly, as for the parser below Jayway's JSONPath, to which a text that does
// not begin as JSON does is a string: templates for forms rely on that.
func (s *state) document() (jsonvalue.Value, error) {
	if s.hasDoc {
		return s.doc, s.docErr
	}
	s.hasDoc = true
	text := s.bodyText()
	if body := s.in.Body; body != nil && body.Text() != "" {
		s.doc, s.docErr = body.Take()
	} else {
		s.doc, s.docErr = jsonvalue.Parse(text)
	}
	switch start := strings.TrimLeft(text, " \t\r\n"); {
	case s.docErr == nil || start == "":
	case strings.IndexByte(`{["'`, start[0]) >= 0:
		s.doc, s.docErr = jsonvalue.ParseLenient(text)
	default:
		s.doc, s.docErr = text, nil
	}
	return s.doc, s.docErr
}

// path compiles a path that the template computes.
func (s *state) path(source string) (*jsonpath.Path, error) {
	if p, ok := s.dynamics[source]; ok {
		return p, nil
	}
	p, err := jsonpath.Compile(source)
	if err != nil {
		return nil, err
	}
	if s.dynamics == nil {
		s.dynamics = map[string]*jsonpath.Path{}
	}
	s.dynamics[source] = p
	return p, s.spend(len(source))
}
