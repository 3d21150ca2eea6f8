package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const connections = 32

const (
	validOrder   = `{"id":7,"note":"ring twice","lines":[{"sku":"ABC-1","count":2},{"sku":"XYZ-22","count":1}]}`
	invalidOrder = `{"id":0,"lines":[{"sku":"abc","count":2}]}`
)

// The requests that several rows make.
var (
	getPet      = get("/pets/1")
	postValid   = post("/validated", validOrder)
	postInvalid = post("/validated", invalidOrder)
)

// ownRows compare with the least that could be done.
var ownRows = []row{
	{"MOCK, static template", "requests/s", atLeast(0.6), against("static", getPet, http.StatusOK)},
	{"MOCK, $input.params and $context", "requests/s", atLeast(0.5), against("static", get("/templates/1"), http.StatusOK)},
	{"MOCK, JWT of a user pool", "requests/s", atLeast(0.35), againstCaller("/users/1", withToken)},
	{"MOCK, Lambda authorizer whose decision is kept", "requests/s", atLeast(0.45), againstCaller("/gated/1", withWord)},
	{"MOCK, signed with Signature Version 4", "requests/s", aim{}, againstCaller("/signed/1", signed)},
	{"HTTP_PROXY", "requests/s", atLeast(0.9), againstProxy},
	{"POST validated, valid", "requests/s", atLeast(0.4), against("body", postValid, http.StatusOK)},
	{"POST validated, invalid", "requests/s", atLeast(0.4), against("body", postInvalid, http.StatusBadRequest)},
	{"Lambda Go, 1 connection", "requests/s", atLeast(0.8), againstLoop("go", 1)},
	{"Lambda Go, 32 connections", "requests/s", atLeast(0.8), againstLoop("go", connections)},
	{"Lambda Node, 1 connection", "requests/s", atLeast(0.8), againstLoop("node", 1)},
	{"Lambda Node, 32 connections", "requests/s", atLeast(0.8), againstLoop("node", connections)},
	{"Lambda Go, 1 connection, loop behind net/http", "requests/s", aim{}, againstServedLoop("go", 1)},
	{"Lambda Go, 32 connections, loop behind net/http", "requests/s", aim{}, againstServedLoop("go", connections)},
	{"Lambda Node, 1 connection, loop behind net/http", "requests/s", aim{}, againstServedLoop("node", 1)},
	{"Lambda Node, 32 connections, loop behind net/http", "requests/s", aim{}, againstServedLoop("node", connections)},
	{"MOCK, static template: CPU of a request", "µs", aim{}, cpuAgainst("static", getPet)},
	{"MOCK, $input.params and $context: CPU of a request", "µs", aim{}, cpuAgainst("static", get("/templates/1"))},
	{"Lambda Go, 32 connections: CPU of a request", "µs", aim{}, cpuOfFunction("/go", connections)},
	{"Lambda Node, 1 connection: CPU of a request", "µs", aim{}, cpuOfFunction("/node", 1)},
	{"Lambda Node, 32 connections: CPU of a request", "µs", aim{}, cpuOfFunction("/node", connections)},
	{"MOCK, with the console and without: CPU of a request", "µs", atMostRatio(1.1), consoleCPU("/templates/1")},
	{"Lambda Go, with the console and without: CPU of a request", "µs", atMostRatio(1.03), consoleCPU("/go")},
	{"MOCK, with a page of the console open and without the console", "requests/s", atLeast(0.85), openConsole},
	{"edit of gatewright.yaml to its response, 100 operations, under load", "ms", atMost(50), times(editedYAML)},
	{"edit of a Go function to its response, over go build", "ms", atMost(50), times(editedGo)},
	{"edit of a handler in a CDK app to its response, over esbuild", "ms", atMost(50), times(editedHandler)},
	{"MOCK next to 1,000 slow clients, and without: median time", "µs", atMostRatio(2), besideSlowClients},
	{"1,000 slow clients: until the last is cut", "s", atMost(30), cutSlowClients},
	{"1 MiB of small JSON values, validated: CPU, and the client's", "ms", atMostRatio(100), ofHostileBodies("/anything")},
	{"1 MiB of small JSON values, read three times by a template", "ms", atMostRatio(100), ofHostileBodies("/read")},
	{"200 bytes, validated against alternatives that hold themselves", "ms", atMost(50), ofRecursiveBody},
	{"dev of 1,000 operations: start to first 200", "ms", atMost(400), startTime},
	{"dev of 1,000 operations: resident", "MiB", atMost(150), startMemory},
	{"render GitHub with mockAll, YAML", "s CPU", atMost(5), renderTime(githubYAML)},
	{"render GitHub with mockAll, YAML: peak", "MiB", atMost(700), renderMemory(githubYAML)},
	{"render GitHub with mockAll, JSON", "s CPU", atMost(3), renderTime(githubJSON)},
	{"render GitHub with mockAll, JSON: peak", "MiB", atMost(700), renderMemory(githubJSON)},
	{"render Stripe with mockAll, JSON", "s CPU", aim{}, renderTime(stripe)},
	{"render Stripe with mockAll, JSON: peak", "MiB", aim{}, renderMemory(stripe)},
	{"check Microsoft Graph", "s CPU", atMost(60), checking(graph, cpuOf)},
	{"check Microsoft Graph: peak", "MiB", atMost(2048), checking(graph, peakOf)},
	{"check --all a document in one line, 4,000 problems", "s CPU", atMost(0.5), ofMinifiedCheck},
	{"render Microsoft Graph with mockAll", "s CPU", atMost(60), renderTime(graph)},
	{"render Microsoft Graph with mockAll: peak", "MiB", atMost(2048), renderMemory(graph)},
	{"generate Go from Stripe, next to oapi-codegen's types", "s CPU", atMost(3), againstOapiCodegen("stripe", stripe, cpuOf)},
	{"generate Go from Stripe, next to oapi-codegen's types: peak", "MiB", atMost(1024), againstOapiCodegen("stripe", stripe, peakOf)},
	{"generate Go from GitHub", "s CPU", atMost(5), generating("github", githubJSON, cpuOf)},
	{"generate Go from GitHub: peak", "MiB", aim{}, generating("github", githubJSON, peakOf)},
	{"generate Go from Stripe again, next to the first time", "s CPU", atMostRatio(0.5), againstFullRun("stripe", stripe)},
	{"generate Go from GitHub again, next to the first time", "s CPU", atMostRatio(0.5), againstFullRun("github", githubJSON)},
	{"generate all languages, 100 operations, next to the AWS PDK's TypeScript", "s CPU", atMost(1), againstPDK},
	{"generate all languages, an enumeration of 200,000 values", "s CPU", atMost(15), ofLargeEnumeration},
	{"synth of 100 operations in Go: added to the bare app", "ms", atMost(300), synthWith(goApp)},
	{"synth of 100 operations in TypeScript: added to the bare app", "ms", atMost(300), synthWith(typescriptApp)},
	{"synth of 100 operations in Python: added to the bare app", "ms", atMost(300), synthWith(pythonApp)},
	{"synth of 100 operations in Java: added to the bare app", "ms", atMost(300), synthWith(javaApp)},
	{"gatewaytest: start an API of 10 operations, one request, stop", "ms", atMost(5), inGoTest},
	{"handler: decode an event, validate, encode", "µs", atMostRatio(1.5), againstHandWritten},
	{"compile the Go of Stripe", "s CPU", aim{}, compiling("stripe", stripe, cpuOf)},
	{"compile the Go of GitHub", "s CPU", aim{}, compiling("github", githubJSON, cpuOf)},
}

// against compares with a rival of ours, which answers the same request with 200.
func against(rival string, request []byte, status int) func(*bench) (figures, error) {
	return func(b *bench) (figures, error) {
		other, err := b.startRival(nil, rival)
		if err != nil {
			return figures{}, err
		}
		ours, err := b.startDev("127.0.0.1:9")
		if err != nil {
			return figures{}, err
		}
		return b.inTurns(
			load{ours.address, request, status, connections}.run,
			load{other.address, request, http.StatusOK, connections}.run)
	}
}

// againstProxy compares with net/http/httputil's ReverseProxy before the same
// backend.
func againstProxy(b *bench) (figures, error) {
	backend, err := b.startRival(nil, "static")
	if err != nil {
		return figures{}, err
	}
	other, err := b.startRival(nil, "proxy", backend.address)
	if err != nil {
		return figures{}, err
	}
	ours, err := b.startDev(backend.address)
	if err != nil {
		return figures{}, err
	}
	request := get("/forward")
	return b.inTurns(
		load{ours.address, request, http.StatusOK, connections}.run,
		load{other.address, request, http.StatusOK, connections}.run)
}

// inTurns measures both sides in turns, after a turn of each that does not count.
func (b *bench) inTurns(ours, rival func(time.Duration) (float64, error)) (figures, error) {
	for _, warm := range []func(time.Duration) (float64, error){ours, rival} {
		if _, err := warm(b.duration); err != nil {
			return figures{}, err
		}
	}
	return b.alternating(
		func() (float64, error) { return ours(b.duration) },
		func() (float64, error) { return rival(b.duration) })
}

// alternating measures both sides one after the other, some times.
func (b *bench) alternating(ours, rival func() (float64, error)) (figures, error) {
	var a, z []float64
	for range b.turns {
		x, err := ours()
		if err != nil {
			return figures{}, err
		}
		y, err := rival()
		if err != nil {
			return figures{}, err
		}
		a, z = append(a, x), append(z, y)
	}
	return compare(a, z), nil
}

// startDev serves the benchmarks' API before a backend.
func (b *bench) startDev(backend string) (*process, error) {
	dir, err := b.copied("bench/testdata/api", "BACKEND", backend)
	if err != nil {
		return nil, err
	}
	return b.dev(dir)
}

func (b *bench) dev(path string) (*process, error) { return b.start(b.devServer(path)) }

func (b *bench) devServer(path string) server {
	return server{command: []string{b.binary, "dev", path, "--port", "0", "--no-watch", "--quiet", "--no-console"}}
}

// copied copies a directory into the cache, with a word in its gatewright.yaml
// replaced.
func (b *bench) copied(from, word, by string) (string, error) {
	dir := filepath.Join(b.cache, filepath.Base(from))
	if err := os.RemoveAll(dir); err != nil {
		return "", err
	}
	if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
		return "", err
	}
	file := filepath.Join(dir, "gatewright.yaml")
	text, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	return dir, os.WriteFile(file, []byte(strings.ReplaceAll(string(text), word, by)), 0o644)
}
