package main

import (
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

const connections = 32

const validOrder = `{"id":7,"note":"ring twice","lines":[{"sku":"ABC-1","count":2},{"sku":"XYZ-22","count":1}]}`

const invalidOrder = `{"id":0,"lines":[{"sku":"abc","count":2}]}`

// ownRows compare with the least that could be done.
var ownRows = []row{
	{"MOCK, static template", "requests/s", ">= 60 %",
		against("static", get("/"), get("/pets/1"), http.StatusOK)},
	{"MOCK, $input.params and $context", "requests/s", ">= 50 %",
		against("static", get("/"), get("/templates/1"), http.StatusOK)},
	{"HTTP_PROXY", "requests/s", ">= 90 %", againstProxy},
	{"POST validated, valid", "requests/s", ">= 40 %",
		against("body", post("/", validOrder), post("/validated", validOrder), http.StatusOK)},
	{"POST validated, invalid", "requests/s", ">= 40 %",
		against("body", post("/", invalidOrder), post("/validated", invalidOrder), http.StatusBadRequest)},
	{"Lambda Go, 1 connection", "requests/s", ">= 80 %", againstLoop("go", 1)},
	{"Lambda Go, 32 connections", "requests/s", ">= 80 %", againstLoop("go", connections)},
	{"Lambda Node, 1 connection", "requests/s", ">= 80 %", againstLoop("node", 1)},
	{"Lambda Node, 32 connections", "requests/s", ">= 80 %", againstLoop("node", connections)},
	{"dev of 1,000 operations: start to first 200", "ms", "<= 400", startTime},
	{"dev of 1,000 operations: resident", "MiB", "<= 150", startMemory},
	{"render GitHub with mockAll, YAML", "s CPU", "<= 5", renderTime("yaml")},
	{"render GitHub with mockAll, JSON", "s CPU", "<= 3", renderTime("json")},
	{"render GitHub with mockAll, YAML: peak", "MiB", "<= 700", renderMemory("yaml")},
	{"render Stripe with mockAll, JSON", "s CPU", "-", renderStripe},
}

// against compares requests to gatewright with requests to a rival of ours.
func against(rival string, rivalRequest, request []byte, status int) func(settings) (figures, error) {
	return func(s settings) (figures, error) {
		other, err := startRival(rival)
		if err != nil {
			return figures{}, err
		}
		ours, err := startDev(s, "127.0.0.1:9")
		if err != nil {
			return figures{}, errors.Join(err, end(other))
		}
		f, err := s.inTurns(
			load{ours.address, request, status, connections, s.duration},
			load{other.address, rivalRequest, http.StatusOK, connections, s.duration})
		return f, errors.Join(err, end(ours), end(other))
	}
}

// againstProxy compares with net/http/httputil's ReverseProxy before the same
// backend.
func againstProxy(s settings) (figures, error) {
	backend, err := startRival("backend")
	if err != nil {
		return figures{}, err
	}
	other, err := startRival("proxy", backend.address)
	if err != nil {
		return figures{}, errors.Join(err, end(backend))
	}
	ours, err := startDev(s, backend.address)
	if err != nil {
		return figures{}, errors.Join(err, end(other), end(backend))
	}
	f, err := s.inTurns(
		load{ours.address, get("/forward"), http.StatusOK, connections, s.duration},
		load{other.address, get("/forward"), http.StatusOK, connections, s.duration})
	return f, errors.Join(err, end(ours), end(other), end(backend))
}

// inTurns measures both sides one after the other, some times, and gives the
// medians.
func (s settings) inTurns(ours, rival load) (figures, error) {
	return s.alternating(ours.run, rival.run)
}

func (s settings) alternating(ours, rival func() (float64, error)) (figures, error) {
	var a, b []float64
	for range s.turns {
		x, err := ours()
		if err != nil {
			return figures{}, err
		}
		y, err := rival()
		if err != nil {
			return figures{}, err
		}
		a, b = append(a, x), append(b, y)
	}
	return figures{ours: median(a), rival: median(b)}, nil
}

func startRival(args ...string) (*process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return start(self, append([]string{"-serve"}, args...)...)
}

// startDev serves the benchmarks' API before a backend.
func startDev(s settings, backend string) (*process, error) {
	dir := filepath.Join(s.cache, "api")
	if err := errors.Join(os.RemoveAll(dir), os.MkdirAll(s.cache, 0o755), os.CopyFS(dir, os.DirFS("bench/testdata/api"))); err != nil {
		return nil, err
	}
	file := filepath.Join(dir, "gatewright.yaml")
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(file, []byte(strings.Replace(string(text), "BACKEND", backend, 1)), 0o644); err != nil {
		return nil, err
	}
	return start(s.binary, "dev", dir, "--port", "0", "--no-watch")
}

func end(p *process) error {
	_, err := p.stop()
	return err
}

// npmPack downloads a package from npm into the cache and gives its directory.
func npmPack(s settings, name string) (string, error) {
	dir := filepath.Join(s.cache, strings.NewReplacer("/", "-", "@", "").Replace(name))
	if _, err := os.Stat(dir); err == nil {
		return filepath.Join(dir, "package"), nil
	}
	partial := dir + ".partial"
	if err := errors.Join(os.RemoveAll(partial), os.MkdirAll(partial, 0o755)); err != nil {
		return "", err
	}
	pack := exec.Command("npm", "pack", "--silent", name)
	pack.Dir, pack.Stderr = partial, os.Stderr
	archive, err := pack.Output()
	if err != nil {
		return "", err
	}
	untar := exec.Command("tar", "xzf", strings.TrimSpace(string(archive)))
	untar.Dir, untar.Stderr = partial, os.Stderr
	if err := untar.Run(); err != nil {
		return "", err
	}
	return filepath.Join(dir, "package"), os.Rename(partial, dir)
}
