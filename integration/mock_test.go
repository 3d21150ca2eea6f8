package integration_test

import (
	"testing"

	"github.com/gatewright/gatewright/integration"
	"github.com/gatewright/gatewright/model/mockdata"
	"github.com/gatewright/gatewright/spec"
)

func TestMock(t *testing.T) {
	golden(t, "mock", []rendering{
		{name: "generated", operation: "getPet", integration: integration.Mock()},
		{name: "generated-schema", operation: "addPet", integration: integration.Mock(integration.MockHeaders(spec.Mapping{Target: "Location", Source: "'/pets/7'"}))},
		{name: "no-content", operation: "putPet", integration: integration.Mock(integration.MockStatusCode(204))},
		{name: "head", operation: "headPet", integration: integration.Mock()},
		{name: "range", operation: "listPets", integration: integration.Mock()},
		{name: "ranges-of-types", operation: "getFile", integration: integration.Mock()},
		{name: "status-in-range", operation: "addPet", integration: integration.Mock(integration.MockStatusCode(409), integration.MockBody("no $room"))},
		{name: "default-status", operation: "anything", integration: integration.Mock()},
		{name: "json", operation: "addPet", integration: integration.Mock(
			integration.MockStatusCode(201), integration.MockJSON(map[string]any{"id": 1}), integration.MockHeaders(spec.Mapping{Target: "Location", Source: "'/pets/1'"}))},
		{name: "disabled", operation: "addPet", integration: integration.Mock(), data: mockdata.Options{Disable: true}},
		{name: "disabled-with-body", operation: "addPet", integration: integration.Mock(integration.MockBody("7")), data: mockdata.Options{Disable: true}},
		{name: "disabled-response", operation: "listPets", integration: integration.MockResponseOf("2XX"), data: mockdata.Options{Disable: true}},
		{name: "binary", operation: "getPhoto", integration: integration.Mock(), binary: []string{"image/*"}},
		{name: "text-beside-binary-types", operation: "listPets", integration: integration.Mock(), binary: []string{"*/*"}},
		{name: "line-first", operation: "anything", integration: integration.Mock(integration.MockBody("\n#set($x = 1)"))},
		{name: "undeclared-status", operation: "getPet", integration: integration.Mock(integration.MockStatusCode(201))},
		{name: "no-status", operation: "getPet", integration: integration.Mock(integration.MockStatusCode(42))},
		{name: "unquoted-header", operation: "addPet", integration: integration.Mock(integration.MockHeaders(spec.Mapping{Target: "Location", Source: "/pets/1"}))},
		{name: "header-name", operation: "addPet", integration: integration.Mock(integration.MockHeaders(spec.Mapping{Target: "Lo cation", Source: "'x'"}))},
		{name: "unwritable", operation: "addPet", integration: integration.Mock(integration.MockJSON(make(chan int)))},
	})
}
