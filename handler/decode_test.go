package handler_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/handler"
)

// event makes a request by hand: each place with the same names.
func request(change func(*events.APIGatewayProxyRequest)) *handler.Request {
	r := &handler.Request{}
	r.HTTPMethod = "GET"
	change(&r.APIGatewayProxyRequest)
	return r
}

func inPath(value string) *handler.Request {
	return request(func(e *events.APIGatewayProxyRequest) { e.PathParameters = map[string]string{"id": value} })
}

func inQuery(values ...string) *handler.Request {
	return query(map[string][]string{"id": values})
}

func query(values map[string][]string) *handler.Request {
	return request(func(e *events.APIGatewayProxyRequest) { e.MultiValueQueryStringParameters = values })
}

func inHeader(values ...string) *handler.Request {
	return request(func(e *events.APIGatewayProxyRequest) { e.MultiValueHeaders = map[string][]string{"iD": values} })
}

func inCookie(values ...string) *handler.Request {
	return request(func(e *events.APIGatewayProxyRequest) { e.MultiValueHeaders = map[string][]string{"cookie": values} })
}

// problems returns what a decoder found to be wrong.
func problems(err error) string {
	if err == nil {
		return ""
	}
	var invalid *handler.InvalidRequest
	if !errors.As(err, &invalid) {
		return "unexpected: " + err.Error()
	}
	text := ""
	for i, p := range invalid.Problems {
		if i > 0 {
			text += "; "
		}
		text += p.String()
	}
	return text
}

func TestStrings(t *testing.T) {
	const missing = " parameter id is missing"
	for name, c := range map[string]struct {
		request *handler.Request
		source  handler.Source
		want    string
		problem string
	}{
		"path":                       {inPath("a"), handler.Path("id"), "a", ""},
		"path decoded once":          {inPath("a%2525b%2Fc+d"), handler.Path("id"), "a%25b/c+d", ""},
		"path malformed":             {inPath("a%zz"), handler.Path("id"), "", "path parameter id has a % that two hexadecimal digits do not follow"},
		"path label":                 {inPath(".a%2Eb"), handler.Path("id").As(handler.Label, false), "a.b", ""},
		"path label unmarked":        {inPath("a"), handler.Path("id").As(handler.Label, false), "", `path parameter id must start with "."`},
		"path matrix":                {inPath(";id=a%3Bb"), handler.Path("id").As(handler.Matrix, false), "a;b", ""},
		"path matrix empty":          {inPath(";id"), handler.Path("id").As(handler.Matrix, false), "", ""},
		"path matrix of other":       {inPath(";idx=a"), handler.Path("id").As(handler.Matrix, false), "", `path parameter id must start with ";id="`},
		"path not from header":       {inHeader("a"), handler.Path("id"), "", "path" + missing},
		"path not from query":        {inQuery("a"), handler.Path("id"), "", "path" + missing},
		"query":                      {inQuery("a%20b+c"), handler.Query("id"), "a%20b+c", ""},
		"query last":                 {inQuery("a", "b"), handler.Query("id"), "b", ""},
		"query empty":                {inQuery(""), handler.Query("id"), "", ""},
		"query not from path":        {inPath("a"), handler.Query("id"), "", "query" + missing},
		"query not from header":      {inHeader("a"), handler.Query("id"), "", "query" + missing},
		"query is case-sensitive":    {query(map[string][]string{"ID": {"a"}}), handler.Query("id"), "", "query" + missing},
		"header":                     {inHeader("100%zz%20"), handler.Header("Id"), "100%zz%20", ""},
		"header last":                {inHeader("a", "b"), handler.Header("ID"), "b", ""},
		"header not from query":      {inQuery("a"), handler.Header("id"), "", "header id is missing"},
		"header not from path":       {inPath("a"), handler.Header("id"), "", "header id is missing"},
		"cookie":                     {inCookie("x=1; id=a%20b; y=2"), handler.Cookie("id"), "a%20b", ""},
		"cookie in a second header":  {inCookie("x=1", "id=a"), handler.Cookie("id"), "a", ""},
		"cookie is case-sensitive":   {inCookie("ID=a"), handler.Cookie("id"), "", "cookie id is missing"},
		"cookie not from header":     {inHeader("a"), handler.Cookie("id"), "", "cookie id is missing"},
		"nothing":                    {inPath("a"), handler.Path("other"), "", "path parameter other is missing"},
		"single header map":          {request(func(e *events.APIGatewayProxyRequest) { e.Headers = map[string]string{"ID": "a"} }), handler.Header("id"), "a", ""},
		"single header map, several": {request(func(e *events.APIGatewayProxyRequest) { e.Headers = map[string]string{"Id": "a", "ID": "b"} }), handler.Header("id"), "a", ""},
		"single query map":           {request(func(e *events.APIGatewayProxyRequest) { e.QueryStringParameters = map[string]string{"id": "a"} }), handler.Query("id"), "a", ""},
	} {
		t.Run(name, func(t *testing.T) {
			d := handler.Decode(c.request)
			got := handler.Required(d, c.source, handler.String[string]())
			if problem := problems(d.Err()); problem != c.problem {
				t.Errorf("problem %q, want %q", problem, c.problem)
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
			d = handler.Decode(c.request)
			if optional := handler.Optional(d, c.source, handler.String[string]()); d.Err() == nil && optional != nil && *optional != c.want {
				t.Errorf("optional: got %q, want %q", *optional, c.want)
			}
		})
	}
}

func TestHeadersInSeveralCasesAreOne(t *testing.T) {
	r := request(func(e *events.APIGatewayProxyRequest) {
		e.MultiValueHeaders = map[string][]string{"x-a": {"2", "3"}, "X-A": {"1"}}
	})
	if diff := cmp.Diff([]string{"1", "2", "3"}, r.HeaderValues("X-a")); diff != "" {
		t.Error(diff)
	}
	if got := r.Header("x-A"); got != "3" {
		t.Errorf("Header gives %q", got)
	}
	if got := r.Header("x-b"); got != "" {
		t.Errorf("Header gives %q for one that is not there", got)
	}
}

func TestLists(t *testing.T) {
	for name, c := range map[string]struct {
		request *handler.Request
		source  handler.Source
		want    []string
		problem string
	}{
		"simple":                {inPath("a,b%2Cc,d"), handler.Path("id"), []string{"a", "b,c", "d"}, ""},
		"simple malformed":      {inPath("a,%"), handler.Path("id"), []string{}, "path parameter id has a % that two hexadecimal digits do not follow"},
		"label":                 {inPath(".a,b%2Cc"), handler.Path("id").As(handler.Label, false), []string{"a", "b,c"}, ""},
		"label exploded":        {inPath(".a.b%2Ec"), handler.Path("id").As(handler.Label, true), []string{"a", "b.c"}, ""},
		"label unmarked":        {inPath("a.b"), handler.Path("id").As(handler.Label, true), nil, `path parameter id must start with "."`},
		"matrix":                {inPath(";id=a,b%2Cc"), handler.Path("id").As(handler.Matrix, false), []string{"a", "b,c"}, ""},
		"matrix exploded":       {inPath(";id=a;id=b%3Bc"), handler.Path("id").As(handler.Matrix, true), []string{"a", "b;c"}, ""},
		"matrix of another":     {inPath(";id=a;ix=b"), handler.Path("id").As(handler.Matrix, true), nil, `path parameter id must be written as ";id=…;id=…"`},
		"matrix unmarked":       {inPath("a"), handler.Path("id").As(handler.Matrix, true), nil, `path parameter id must start with ";id="`},
		"form exploded":         {inQuery("a,b", "c"), handler.Query("id"), []string{"a,b", "c"}, ""},
		"form":                  {inQuery("a,b"), handler.Query("id").As(handler.Form, false), []string{"a", "b"}, ""},
		"form, last":            {inQuery("x", "a,b"), handler.Query("id").As(handler.Form, false), []string{"a", "b"}, ""},
		"form empty":            {inQuery(""), handler.Query("id").As(handler.Form, false), []string{}, ""},
		"space":                 {inQuery("a b"), handler.Query("id").As(handler.SpaceDelimited, false), []string{"a", "b"}, ""},
		"space exploded":        {inQuery("a b", "c"), handler.Query("id").As(handler.SpaceDelimited, true), []string{"a b", "c"}, ""},
		"pipe":                  {inQuery("a|b,c"), handler.Query("id").As(handler.PipeDelimited, false), []string{"a", "b,c"}, ""},
		"header":                {inHeader("a, b%2C,c\t"), handler.Header("id"), []string{"a", "b%2C", "c"}, ""},
		"headers":               {inHeader("a", "b,c"), handler.Header("id"), []string{"a", "b", "c"}, ""},
		"cookie":                {inCookie("id=a,b"), handler.Cookie("id").As(handler.Form, false), []string{"a", "b"}, ""},
		"cookies":               {inCookie("id=a; id=b"), handler.Cookie("id"), []string{"a", "b"}, ""},
		"missing":               {inPath("a"), handler.Query("id"), nil, "query parameter id is missing"},
		"too many":              {inQuery("a", "b", "c", "d"), handler.Query("id"), []string{"a", "b", "c", "d"}, "query parameter id must have at most 3 items"},
		"twice":                 {inQuery("a", "b", "a"), handler.Query("id"), []string{"a", "b", "a"}, "query parameter id must not have an item twice"},
		"an item that is wrong": {inQuery("a", "looong"), handler.Query("id"), []string{"a", "looong"}, "query parameter id has a wrong value: item 2 must have at most 4 characters"},
	} {
		t.Run(name, func(t *testing.T) {
			d := handler.Decode(c.request)
			got := handler.RequiredList(d, c.source, handler.String[string](handler.MaxLength(4)), handler.MaxItems[string](3), handler.UniqueItems)
			if problem := problems(d.Err()); problem != c.problem {
				t.Errorf("problem %q, want %q", problem, c.problem)
			}
			if diff := cmp.Diff(c.want, got); diff != "" && c.problem == "" {
				t.Error(diff)
			}
		})
	}
}

type color struct {
	R *int64
	G int64
	T []string
}

func decodeColor(d *handler.Decoder) color {
	return color{
		R: handler.Optional(d, handler.Field("R"), handler.Integer[int64]()),
		G: handler.Required(d, handler.Field("G"), handler.Integer[int64]()),
		T: handler.List(d, handler.Field("T"), handler.String[string]()),
	}
}

func TestObjects(t *testing.T) {
	full := color{R: new(int64(100)), G: 200}
	for name, c := range map[string]struct {
		request *handler.Request
		source  handler.Source
		want    *color
		problem string
	}{
		"simple":             {inPath("R,100,G,200"), handler.Path("id"), &full, ""},
		"simple exploded":    {inPath("R=100,G=2%30%30"), handler.Path("id").As(handler.Simple, true), &full, ""},
		"simple odd":         {inPath("R,100,G"), handler.Path("id"), nil, "path parameter id must have a value for each name"},
		"exploded, no value": {inPath("R,G=1"), handler.Path("id").As(handler.Simple, true), nil, "path parameter id must be written as name=value"},
		"encoded delimiter":  {inPath("G,200,T,a%2Cb"), handler.Path("id"), &color{G: 200, T: []string{"a,b"}}, ""},
		"label":              {inPath(".R,100,G,200"), handler.Path("id").As(handler.Label, false), &full, ""},
		"label exploded":     {inPath(".R=100.G=200"), handler.Path("id").As(handler.Label, true), &full, ""},
		"matrix":             {inPath(";id=R,100,G,200"), handler.Path("id").As(handler.Matrix, false), &full, ""},
		"matrix exploded":    {inPath(";R=100;G=200"), handler.Path("id").As(handler.Matrix, true), &full, ""},
		"matrix unmarked":    {inPath("R=100"), handler.Path("id").As(handler.Matrix, true), nil, `path parameter id must start with ";"`},
		"form":               {inQuery("R,100,G,200"), handler.Query("id").As(handler.Form, false), &full, ""},
		"form exploded":      {query(map[string][]string{"R": {"100"}, "G": {"200"}, "x": {"1"}}), handler.Query("id"), &full, ""},
		"space":              {inQuery("R 100 G 200"), handler.Query("id").As(handler.SpaceDelimited, false), &full, ""},
		"pipe":               {inQuery("R|100|G|200"), handler.Query("id").As(handler.PipeDelimited, false), &full, ""},
		"deep": {
			query(map[string][]string{"id[R]": {"100"}, "id[G]": {"200"}, "idx[R]": {"1"}, "id[T]": {"a", "b"}, "R": {"7"}}),
			handler.Query("id").As(handler.DeepObject, true), &color{R: new(int64(100)), G: 200, T: []string{"a", "b"}}, "",
		},
		"deep, single values": {
			request(func(e *events.APIGatewayProxyRequest) { e.QueryStringParameters = map[string]string{"id[G]": "5"} }),
			handler.Query("id").As(handler.DeepObject, true), &color{G: 5}, "",
		},
		"header":             {inHeader("R, 100, G, 200"), handler.Header("id"), &full, ""},
		"header exploded":    {inHeader("R=100", "G=200"), handler.Header("id").As(handler.Simple, true), &full, ""},
		"cookie exploded":    {inCookie("R=100; G=200"), handler.Cookie("id"), &full, ""},
		"cookie":             {inCookie("id=R,100,G,200"), handler.Cookie("id").As(handler.Form, false), &full, ""},
		"missing":            {inPath("a"), handler.Query("id"), nil, "query parameter id is missing"},
		"missing, deep":      {inPath("a"), handler.Query("id").As(handler.DeepObject, true), nil, "query parameter id is missing"},
		"missing, delimited": {inPath("a"), handler.Query("id").As(handler.Form, false), nil, "query parameter id is missing"},
		"wrong properties": {
			query(map[string][]string{"id[R]": {"x"}}), handler.Query("id").As(handler.DeepObject, true), nil,
			"query parameter id.R must be an integer; query parameter id.G is missing",
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := handler.Decode(c.request)
			var got color
			if o := d.Object(c.source, true, "R", "G", "T"); o != nil {
				got = decodeColor(o)
			}
			if problem := problems(d.Err()); problem != c.problem {
				t.Errorf("problem %q, want %q", problem, c.problem)
			}
			if c.want != nil {
				if diff := cmp.Diff(*c.want, got); diff != "" {
					t.Error(diff)
				}
			}
		})
	}
}

func TestAbsentParametersAreNoProblem(t *testing.T) {
	d := handler.Decode(&handler.Request{})
	if got := handler.Optional(d, handler.Query("a"), handler.Integer[int]()); got != nil {
		t.Errorf("optional is %d", *got)
	}
	if got := handler.Default(d, handler.Query("a"), handler.Integer[int](handler.Max(3)), 7); got != 7 {
		t.Errorf("default is %d", got)
	}
	if got := handler.List(d, handler.Query("a"), handler.Integer[int](), handler.MinItems[int](1)); got != nil {
		t.Errorf("list is %v", got)
	}
	defaults := []int{1, 2}
	got := handler.DefaultList(d, handler.Query("a"), handler.Integer[int](), defaults)
	if got[0] = 9; defaults[0] != 1 {
		t.Error("a handler can change the default of a list")
	}
	if got := d.Object(handler.Query("a"), false, "G"); got != nil {
		t.Errorf("object is %v", decodeColor(got))
	}
	var value any
	if d.JSON(handler.Query("a"), false, &value) || d.Value(handler.Query("a"), false, &value) {
		t.Errorf("value is %v", value)
	}
	if err := d.Err(); err != nil {
		t.Error(err)
	}
}

// parsed returns what a parser makes of a text, or why it refuses it.
func parsed[T any](parse handler.Parse[T]) func(string) any {
	return func(text string) any {
		v, err := parse(text)
		if err != nil {
			return err.Error()
		}
		return v
	}
}

func TestParse(t *testing.T) {
	text := func(check handler.Check[string]) func(string) any { return parsed(handler.String[string](check)) }
	for _, c := range []struct {
		parse func(string) any
		text  string
		want  any
	}{
		{parsed(handler.Integer[int32]()), "-17", int32(-17)},
		{parsed(handler.Integer[int32]()), "2147483648", "is too large an integer"},
		{parsed(handler.Integer[int64]()), "9223372036854775807", int64(9223372036854775807)},
		{parsed(handler.Integer[int64]()), "9223372036854775808", "is too large an integer"},
		{parsed(handler.Integer[int64]()), "", "must be an integer"},
		{parsed(handler.Integer[int64]()), "+1", "must be an integer"},
		{parsed(handler.Integer[int64]()), "1.0", "must be an integer"},
		{parsed(handler.Integer[int64]()), "1_000", "must be an integer"},
		{parsed(handler.Integer[int64]()), "0x10", "must be an integer"},
		{parsed(handler.Integer[int64]()), " 1", "must be an integer"},
		{parsed(handler.Integer[int64]()), "١", "must be an integer"},
		{parsed(handler.Integer[int](handler.Min(1))), "0", "must be at least 1"},
		{parsed(handler.Integer[int](handler.Max(9))), "10", "must be at most 9"},
		{parsed(handler.Integer[int](handler.Multiple(5))), "12", "must be a multiple of 5"},
		{parsed(handler.Integer[int](handler.Min(1), handler.Max(9), handler.Multiple(4))), "8", 8},
		{parsed(handler.Number[float64]()), "1.5e3", 1500.0},
		{parsed(handler.Number[float64]()), "-0.5", -0.5},
		{parsed(handler.Number[float64]()), "NaN", "must be a number"},
		{parsed(handler.Number[float64]()), "Inf", "must be a number"},
		{parsed(handler.Number[float64]()), "0x1p4", "must be a number"},
		{parsed(handler.Number[float64]()), "1 ", "must be a number"},
		{parsed(handler.Number[float64]()), ".5", "must be a number"},
		{parsed(handler.Number[float64]()), "", "must be a number"},
		{parsed(handler.Number[float64]()), "1e999", "is too large a number"},
		{parsed(handler.Number[float32]()), "1e39", "is too large a number"},
		{parsed(handler.Number[float32]()), "0.1", float32(0.1)},
		{parsed(handler.Number[float64](handler.AtLeast(1.5))), "1.4", "must be at least 1.5"},
		{parsed(handler.Number[float64](handler.AtMost(1.5))), "1.6", "must be at most 1.5"},
		{parsed(handler.Number[float64](handler.MoreThan(1.5))), "1.5", "must be more than 1.5"},
		{parsed(handler.Number[float64](handler.LessThan(1.5))), "1.5", "must be less than 1.5"},
		{parsed(handler.Number[float64](handler.MultipleOf(0.1))), "0.3", 0.3},
		{parsed(handler.Number[float64](handler.MultipleOf(0.1))), "0.35", "must be a multiple of 0.1"},
		{parsed(handler.Boolean[bool]()), "true", true},
		{parsed(handler.Boolean[bool]()), "false", false},
		{parsed(handler.Boolean[bool]()), "True", "must be true or false"},
		{parsed(handler.Boolean[bool]()), "1", "must be true or false"},
		{parsed(handler.Bytes[[]byte]()), "aGk=", []byte("hi")},
		{parsed(handler.Bytes[[]byte]()), "aGk", []byte("hi")},
		{parsed(handler.Bytes[[]byte]()), "a!", "must be base64"},
		{parsed(handler.DateTime), "2026-01-02T03:04:05.5+01:00", time.Date(2026, 1, 2, 2, 4, 5, 5e8, time.UTC)},
		{parsed(handler.DateTime), "2026-01-02 03:04:05", "must be a date and a time as in 2006-01-02T15:04:05Z"},
		{parsed(handler.OneOf(handler.String[petKind](), petKindCat, petKindDog)), "dog", petKindDog},
		{parsed(handler.OneOf(handler.String[petKind](), petKindCat, petKindDog)), "cow", "must be one of cat, dog"},
		{parsed(handler.OneOf(handler.Integer[int](), 1, 2)), "3", "must be one of 1, 2"},
		{parsed(handler.OneOf(handler.Integer[int](), make([]int, 21)...)), "3", "must be one of the 21 values that the API allows"},
		{parsed(handler.JSON[map[string]int]), `{"a":1}`, map[string]int{"a": 1}},
		{text(handler.MinLength(2)), "ä", "must have at least 2 characters"},
		{text(handler.MinLength(1)), "", "must have at least 1 character"},
		{text(handler.MaxLength(2)), "äöü", "must have at most 2 characters"},
		{text(handler.MaxLength(2)), "äö", "äö"},
		{text(handler.Pattern(`^[a-z]+$`)), "abc", "abc"},
		{text(handler.Pattern(`^[a-z]+$`)), "ab1", "must match the pattern ^[a-z]+$"},
		{text(handler.Pattern(`^[a-z]+$`)), "abc\n", "must match the pattern ^[a-z]+$"},
		{text(handler.Date), "2026-02-28", "2026-02-28"},
		{text(handler.Date), "2026-02-30", "must be a date as in 2006-01-02"},
		{text(handler.Time), "10:11:12Z", "10:11:12Z"},
		{text(handler.Time), "25:11:12Z", "must be a time as in 15:04:05Z"},
		{text(handler.UUID), "123e4567-e89b-12d3-a456-426614174000", "123e4567-e89b-12d3-a456-426614174000"},
		{text(handler.UUID), "123e4567-e89b-12d3-a456-42661417400g", "must be a UUID"},
		{text(handler.UUID), "123e4567e89b12d3a456426614174000", "must be a UUID"},
		{text(handler.IPv4), "127.0.0.1", "127.0.0.1"},
		{text(handler.IPv4), "::1", "must be an IPv4 address"},
		{text(handler.IPv6), "::1", "::1"},
		{text(handler.IPv6), "fe80::1%eth0", "must be an IPv6 address"},
		{text(handler.URI), "https://example.com/a?b", "https://example.com/a?b"},
		{text(handler.URI), "/a", "must be a URI"},
		{text(handler.Email), "a.b+c@example.com", "a.b+c@example.com"},
		{text(handler.Email), "@example.com", "must be an email address"},
		{text(handler.Email), "a@b c", "must be an email address"},
		{text(handler.Hostname), "a-b.example", "a-b.example"},
		{text(handler.Hostname), "-a.example", "must be a host name"},
		{text(handler.Hostname), "a..b", "must be a host name"},
	} {
		got := c.parse(c.text)
		if tm, ok := got.(time.Time); ok {
			got = tm.UTC()
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%q: %s", c.text, diff)
		}
	}
}

func body(contentType, text string) *handler.Request {
	return request(func(e *events.APIGatewayProxyRequest) {
		e.Body = text
		if contentType != "" {
			e.MultiValueHeaders = map[string][]string{"content-type": {contentType}}
		}
	})
}

func TestBodies(t *testing.T) {
	binary := body("image/png", base64.StdEncoding.EncodeToString([]byte{0xff, 0}))
	binary.IsBase64Encoded = true
	broken := body("image/png", "!")
	broken.IsBase64Encoded = true
	types := []string{"application/json", "text/plain", "image/*", "application/vnd.pet+json", "*/*"}
	for name, c := range map[string]struct {
		request  *handler.Request
		required bool
		types    []string
		match    string
		body     string
		problem  string
	}{
		"json":                    {body("application/json", "{}"), true, types, "application/json", "{}", ""},
		"with parameters":         {body("Application/JSON; charset=utf-8", "{}"), true, types, "application/json", "{}", ""},
		"+json":                   {body("application/vnd.pet+json", "{}"), true, types, "application/vnd.pet+json", "{}", ""},
		"text":                    {body("text/plain", "a%20b"), true, types, "text/plain", "a%20b", ""},
		"binary of a range":       {binary, true, types, "image/*", "\xff\x00", ""},
		"broken base64":           {broken, true, types, "", "", "body cannot be read"},
		"anything":                {body("video/mp4", "x"), true, types, "*/*", "x", ""},
		"no content type":         {body("", "{}"), true, types, "application/json", "{}", ""},
		"no content type, one":    {body("", "x"), true, []string{"text/plain"}, "text/plain", "x", ""},
		"no content type, others": {body("", "x"), true, []string{"text/plain", "text/csv"}, "", "", "body has a content type that is not supported"},
		"unsupported":             {body("text/xml", "x"), true, []string{"text/plain", "image/*"}, "", "", "body has a content type that is not supported"},
		"missing":                 {body("text/plain", ""), true, types, "", "", "body is missing"},
		"optional":                {body("text/plain", ""), false, types, "", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			d := handler.Decode(c.request)
			if got := d.Body(c.required, c.types...); got != c.match {
				t.Errorf("media type %q, want %q", got, c.match)
			}
			if d.Text() != c.body || string(d.Bytes()) != c.body {
				t.Errorf("body %q, want %q", d.Text(), c.body)
			}
			if got := problems(d.Err()); got != c.problem {
				t.Errorf("problem %q, want %q", got, c.problem)
			}
		})
	}
}

func TestJSONBodies(t *testing.T) {
	for text, want := range map[string]string{
		`{"id":1,"name":"Tom"}`: "",
		`{"id":1`:               "body is not valid JSON",
		`{"id":1} x`:            "body is not valid JSON",
		`{"id":"x"}`:            "body has a wrong value: id cannot be a JSON string",
		`[]`:                    "body cannot be a JSON array",
	} {
		d := handler.Decode(body("application/json", text))
		d.Body(true, "application/json")
		d.BodyJSON(new(pet))
		if got := problems(d.Err()); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

type upload struct {
	Title string
	Tags  []string
	Meta  *pet
	Photo handler.File
	Extra *handler.File
	More  []handler.File
}

func decodeUpload(d *handler.Decoder) upload {
	u := upload{
		Title: handler.Required(d, handler.Field("title"), handler.String[string](handler.MinLength(1))),
		Tags:  handler.List(d, handler.Field("tags"), handler.String[string]()),
		Photo: handler.RequiredFile(d, handler.Field("photo")),
		Extra: handler.OptionalFile(d, handler.Field("extra")),
		More:  handler.Files(d, handler.Field("more"), handler.MaxItems[handler.File](2)),
	}
	if meta := new(pet); d.JSON(handler.Field("meta"), false, meta) {
		u.Meta = meta
	}
	return u
}

const multipartType = `multipart/form-data; boundary="b"`

func part(disposition, text string) string {
	return "--b\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + text + "\r\n"
}

func TestMultipartBodies(t *testing.T) {
	for name, c := range map[string]struct {
		contentType, body string
		want              upload
		problem           string
	}{
		"full": {
			multipartType,
			part(`name="title"`, "a%20+b") + part(`name="tags"`, "x") + part(`name="tags"`, "y") + part(`name="meta"`, `{"id":3}`) +
				part(`name="photo"; filename="../p.png"`+"\r\nContent-Type: image/png", "\x89P") + part(`name="more"; filename="m"`, "1") + "--b--\r\n",
			upload{
				Title: "a%20+b", Tags: []string{"x", "y"}, Meta: &pet{ID: 3},
				Photo: handler.File{Name: "p.png", ContentType: "image/png", Content: []byte("\x89P")},
				More:  []handler.File{{Name: "m", Content: []byte("1")}},
			},
			"",
		},
		"missing":     {multipartType, part(`name="x"`, "a") + "--b--\r\n", upload{}, "field title of the body is missing; field photo of the body is missing"},
		"cut off":     {multipartType, part(`name="title"`, "a"), upload{}, "body is not a valid multipart form"},
		"no boundary": {"multipart/form-data", "x", upload{}, "body is not a valid multipart form"},
		"too many": {
			multipartType,
			part(`name="title"`, "") + part(`name="photo"`, "") + part(`name="more"`, "") + part(`name="more"`, "") + part(`name="more"`, "") + "--b--\r\n",
			upload{}, "field title of the body must have at least 1 character; field more of the body must have at most 2 items",
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := handler.Decode(body(c.contentType, c.body))
			d.Body(true, "multipart/form-data")
			var got upload
			if form := d.BodyMultipart(); form != nil {
				got = decodeUpload(form)
			}
			if problem := problems(d.Err()); problem != c.problem {
				t.Errorf("problem %q, want %q", problem, c.problem)
			}
			if diff := cmp.Diff(c.want, got); diff != "" && c.problem == "" {
				t.Error(diff)
			}
		})
	}
}

func TestFormBodies(t *testing.T) {
	for text, c := range map[string]struct {
		want    color
		problem string
	}{
		"G=1&R=2&T=a%2525+b&T=c": {color{R: new(int64(2)), G: 1, T: []string{"a%25 b", "c"}}, ""},
		"R=2":                    {color{}, "field G of the body is missing"},
		"G=%zz":                  {color{}, "body is not a valid form"},
	} {
		d := handler.Decode(body("application/x-www-form-urlencoded", text))
		d.Body(true, "application/x-www-form-urlencoded")
		var got color
		if form := d.BodyForm(); form != nil {
			got = decodeColor(form)
		}
		if problem := problems(d.Err()); problem != c.problem {
			t.Errorf("%s: problem %q, want %q", text, problem, c.problem)
		}
		if diff := cmp.Diff(c.want, got); diff != "" && c.problem == "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
}

func TestValuesOfSeveralTypes(t *testing.T) {
	for text, want := range map[string]string{"12": "12", "true": "true", "x": `"x"`, `"x"`: `"x"`, "{": `"{"`, "": `""`} {
		if got, err := handler.Value[json.RawMessage](text); err != nil || string(got) != want {
			t.Errorf("%q: got %s %v, want %s", text, got, err, want)
		}
	}
	missing := handler.Decode(&handler.Request{})
	missing.Value(handler.Query("a"), true, new(any))
	missing.JSON(handler.Query("b"), true, new(any))
	if got, want := problems(missing.Err()), "query parameter a is missing; query parameter b is missing"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, err := handler.Value[int](" x"); err == nil {
		t.Errorf("got %d", got)
	}
	if got, err := handler.Pointer(handler.Integer[int64]())("7"); err != nil || *got != 7 {
		t.Errorf("got %v %v", got, err)
	}
}
