package vtl_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
	"github.com/gatewright/gatewright/internal/gateway/vtl"
)

func benchmark(b *testing.B, source string, in *vtl.Input) {
	tmpl := parse(b, source)
	b.ReportAllocs()
	var buf []byte
	body := []byte(in.Body.Text())
	for b.Loop() {
		in.Body = jsonvalue.NewDocument(body)
		out, err := tmpl.AppendRender(context.Background(), buf[:0], in)
		if err != nil {
			b.Fatal(err)
		}
		buf = out
	}
}

func BenchmarkStatic(b *testing.B) {
	benchmark(b, `{"statusCode": 200}`, goldenInput())
}

func BenchmarkSmall(b *testing.B) {
	benchmark(b, `{"id": "$input.params('id')", "stage": "$context.stage", "ip": "$context.identity.sourceIp"}`, goldenInput())
}

// large is a body of about 10 KB.
func large() []byte {
	var items []string
	for i := range 100 {
		items = append(items, fmt.Sprintf(`{"id":%d,"name":"item number %d","price":%d.5,"tags":["a","b"],"on":true,"note":null}`, i, i, i))
	}
	return []byte(`{"customer":{"name":"Ann","address":{"city":"Paris"}},"items":[` + strings.Join(items, ",") + `]}`)
}

// BenchmarkLarge renders a template of a hundred lines, loops included.
func BenchmarkLarge(b *testing.B) {
	line := "  \"field%d\": \"$root.customer.address.city $context.stage\", \"sum%d\": #if($root.items.size() > %d)true#{else}false#end,\n"
	source := "#set($root = $input.path('$'))\n{\n"
	for i := range 90 {
		source += fmt.Sprintf(line, i, i, i)
	}
	source += "\"items\": [\n#foreach($item in $root.items)\n#set($name = $item.name)\n#if($item.price > 50)\n{\"id\": $item.id, \"name\": \"$name\"}#if($foreach.hasNext),#end\n#end\n#end\n],\n\"all\": $input.json('$.customer')\n}"
	in := goldenInput()
	in.Body = jsonvalue.NewDocument(large())
	benchmark(b, source, in)
}

func BenchmarkParse(b *testing.B) {
	source := strings.Repeat("#if($input.path('$.a') == \"x\")\n  \"$input.params('b')\"\n#end\n", 30)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := vtl.Parse("t", source); err != nil {
			b.Fatal(err)
		}
	}
}
