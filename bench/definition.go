package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
)

// definitionFile writes a definition of 1,000 operations, all MOCK, into the
// cache: 250 paths of four methods, two of which take a body.
func (b *bench) definitionFile() (string, error) {
	text, err := json.Marshal(definition(250))
	if err != nil {
		return "", err
	}
	file := filepath.Join(b.cache, "definition.json")
	if err := os.MkdirAll(b.cache, 0o755); err != nil {
		return "", err
	}
	return file, os.WriteFile(file, text, 0o644)
}

var getThing = get("/things0/1")

type object = map[string]any

func definition(resources int) object {
	paths, schemas := object{}, object{}
	for i := range resources {
		name := fmt.Sprintf("Thing%d", i)
		schemas[name] = thingSchema()
		paths[fmt.Sprintf("/things%d/{thingId}", i)] = object{
			"parameters": []object{{"name": "thingId", "in": "path", "required": true, "schema": object{"type": "string"}}},
			"get":        operation("get"+name, name, false),
			"put":        operation("put"+name, name, true),
			"patch":      operation("patch"+name, name, true),
			"delete":     operation("delete"+name, name, false),
		}
	}
	return object{
		"openapi":    "3.0.3",
		"info":       object{"title": "Things", "version": "1"},
		"paths":      paths,
		"components": object{"schemas": schemas},
		"x-amazon-apigateway-request-validators": object{
			"all": object{"validateRequestBody": true, "validateRequestParameters": true},
		},
		"x-amazon-apigateway-request-validator": "all",
	}
}

func thingSchema() object {
	return object{
		"type":     "object",
		"required": []string{"name", "kind"},
		"properties": object{
			"name":  object{"type": "string", "minLength": 1, "maxLength": 80},
			"kind":  object{"type": "string", "enum": []string{"large", "small"}},
			"count": object{"type": "integer", "minimum": 0},
			"tags":  object{"type": "array", "items": object{"type": "string"}},
		},
	}
}

func operation(id, schema string, body bool) object {
	content := object{"application/json": object{"schema": object{"$ref": "#/components/schemas/" + schema}}}
	answer := object{
		"schema":  object{"$ref": "#/components/schemas/" + schema},
		"example": object{"name": "Lamp", "kind": "small", "count": 1},
	}
	o := object{
		"operationId": id,
		"responses": object{"200": object{
			"description": "The thing.",
			"content":     object{"application/json": answer},
		}},
		"x-amazon-apigateway-integration": object{
			"type":             "MOCK",
			"requestTemplates": object{"application/json": `{"statusCode": 200}`},
			"responses": object{"default": object{
				"statusCode":        "200",
				"responseTemplates": object{"application/json": `{"name":"Lamp","kind":"small","count":1}`},
			}},
		},
	}
	if body {
		o["requestBody"] = object{"required": true, "content": content}
	}
	return o
}

func startTime(b *bench) (figures, error)   { return b.ofDefinition(startingTime) }
func startMemory(b *bench) (figures, error) { return b.ofDefinition(startedMemory) }

// startingTime is the time from a process's start to its first 200, in ms.
func startingTime(p *process, request []byte) (float64, error) {
	took, err := p.await(request, http.StatusOK)
	return float64(took.Microseconds()) / 1000, err
}

// startedMemory is the resident memory after the first 200, in MiB.
func startedMemory(p *process, request []byte) (float64, error) {
	if _, err := p.await(request, http.StatusOK); err != nil {
		return 0, err
	}
	return p.resident()
}

// ofDefinition serves the definition some times and returns the median of what is
// measured.
func (b *bench) ofDefinition(measure func(*process, []byte) (float64, error)) (figures, error) {
	file, err := b.definitionFile()
	if err != nil {
		return figures{}, err
	}
	return b.median(func() (float64, error) {
		return b.measured(b.devServer(file), getThing, measure)
	})
}

// measured starts a server, measures it and ends it.
func (b *bench) measured(s server, request []byte, measure func(*process, []byte) (float64, error)) (float64, error) {
	p, err := b.start(s)
	if err != nil {
		return 0, err
	}
	defer p.stop()
	return measure(p, request)
}

// median repeats a measurement that has no rival.
func (b *bench) median(measure func() (float64, error)) (figures, error) {
	var all []float64
	for range b.turns {
		x, err := measure()
		if err != nil {
			return figures{}, err
		}
		all = append(all, x)
	}
	return figures{ours: median(all)}, nil
}
