package integration_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/authorizer"
	"github.com/gatewright/gatewright/integration"
)

type pet struct {
	ID int `json:"id"`
}

func TestMockResponse(t *testing.T) {
	golden(t, "mockresponse", []rendering{
		{name: "generated", operation: "addPet", integration: integration.MockJSONOf[pet]("201")},
		{name: "json", operation: "addPet", integration: integration.MockJSONOf("201", pet{3}).WithHeader("Location", "/pets/3")},
		{name: "json-beside-others", operation: "getPhoto", integration: integration.MockJSONOf("200", map[string]int{"size": 3})},
		{name: "bytes", operation: "getPhoto", integration: integration.MockTextOf("200", []byte{0xff, 0x00})},
		{name: "empty", operation: "putPet", integration: integration.MockResponseOf("204")},
		{name: "range", operation: "addPet", integration: integration.MockResponseOf("4XX")},
		{name: "range-status", operation: "addPet", integration: integration.MockResponseOf("4XX").WithStatus(409)},
		{name: "default", operation: "listPets", integration: integration.MockResponseOf("default")},
		{name: "default-status", operation: "listPets", integration: integration.MockResponseOf("default").WithStatus(503)},
		{name: "two-bodies", operation: "addPet", integration: integration.MockJSONOf("201", pet{1}, pet{2})},
		{name: "outside-of-range", operation: "addPet", integration: integration.MockResponseOf("4XX").WithStatus(500)},
		{name: "of-another", operation: "addPet", integration: integration.MockResponseOf("4XX").WithStatus(201)},
		{name: "no-status", operation: "listPets", integration: integration.MockResponseOf("default").WithStatus(42)},
		{name: "undeclared", operation: "getPet", integration: integration.MockResponseOf("default")},
		{name: "quoted-header", operation: "addPet", integration: integration.MockResponseOf("201").WithHeader("X", "it's")},
		{name: "placeholder", operation: "addPet", integration: integration.Placeholder()},
	})
}

// TestMockResponseIsAValue has two answers be made of one.
func TestMockResponseIsAValue(t *testing.T) {
	api := petstore(t)
	one := integration.MockResponseOf("201").WithHeader("A", "1")
	other := one.WithHeader("B", "2").WithHeader("C", "3")
	_, before := render(t, api, rendering{operation: "addPet", integration: one})
	_ = one.WithHeader("D", "4")
	_, after := render(t, api, rendering{operation: "addPet", integration: one})
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("another answer changed this one:\n%s", diff)
	}
	_, text := render(t, api, rendering{operation: "addPet", integration: other})
	compare(t, "testdata/mockresponse-value.json", text)
}

func TestMockedOperations(t *testing.T) {
	all := map[string]integration.Integration{
		"b":       integration.Placeholder(),
		"a":       integration.WithAuthorizer(integration.Placeholder(), authorizer.None()),
		"mock":    integration.Mock(),
		"answer":  integration.MockResponseOf("200"),
		"lambda":  integration.Lambda("arn:aws:lambda:eu-west-1:111122223333:function:f"),
		"nothing": nil,
	}
	if diff := cmp.Diff([]string{"a", "b"}, integration.MockedOperations(all)); diff != "" {
		t.Errorf("operations (-want +got):\n%s", diff)
	}
	for id, want := range map[string]bool{"a": true, "b": true, "mock": true, "answer": true, "lambda": false, "nothing": false} {
		if integration.IsMock(all[id]) != want {
			t.Errorf("IsMock of %s is %v", id, !want)
		}
	}
}
