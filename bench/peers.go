package main

import (
	"errors"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
)

// peerRows compare with other servers that run an API on a laptop, each at what
// it can do.
var peerRows = slices.Concat(
	documentRows("prism", prism, http.StatusUnprocessableEntity),
	documentRows("openapi-backend", openapiBackend, http.StatusBadRequest),
	functionRows("serverless-offline", serverlessOffline()),
	functionRows("serverless-offline in process", serverlessOffline("--useInProcess")),
)

// peer reports how to serve a path, with the npm packages that are installed.
type peer func(modules, path, port string) server

func prism(modules, file, port string) server {
	return server{command: []string{
		"node", filepath.Join(modules, "@stoplight/prism-cli/dist/index.js"), "mock", file,
		"--host", "127.0.0.1", "--port", port, "--verboseLevel", "silent",
	}}
}

func openapiBackend(modules, file, port string) server {
	return server{
		command:     []string{"node", "bench/testdata/peers/openapi-backend.js", file, port},
		environment: []string{"NODE_PATH=" + modules},
	}
}

// serverlessOffline runs functions on threads of its process; in process, on the thread that serves HTTP.
func serverlessOffline(flags ...string) peer {
	return func(modules, dir, port string) server {
		return server{
			command: append([]string{
				"node", filepath.Join(modules, "osls/bin/serverless.js"), "offline", "start",
				"--host", "127.0.0.1", "--httpPort", port, "--lambdaPort", "0", "--noPrependStageInUrl",
			}, flags...),
			dir:         dir,
			environment: []string{"SLS_TELEMETRY_DISABLED=1", "SLS_LOG_LEVEL=error"},
		}
	}
}

func documentRows(name string, p peer, invalid int) []row {
	loaded := func(request []byte, ours, theirs int) func(*bench) (figures, error) {
		return func(b *bench) (figures, error) {
			dev, err := b.startDev("127.0.0.1:9")
			if err != nil {
				return figures{}, err
			}
			other, err := b.startPeer(p, filepath.Join(b.cache, "api/api.yaml"), getPet)
			if err != nil {
				return figures{}, err
			}
			return b.inTurns(
				load{dev.address, request, ours, connections}.run,
				load{other.address, request, theirs, connections}.run)
		}
	}
	begun := func(measure func(*process, []byte) (float64, error)) func(*bench) (figures, error) {
		return func(b *bench) (figures, error) {
			file, err := b.definitionFile()
			if err != nil {
				return figures{}, err
			}
			return b.begun(file, p, getThing, measure)
		}
	}
	return []row{
		{name + ": MOCK or example", "requests/s", aim{}, loaded(getPet, http.StatusOK, http.StatusOK)},
		{name + ": POST validated, valid", "requests/s", aim{}, loaded(postValid, http.StatusOK, http.StatusOK)},
		{name + ": POST validated, invalid", "requests/s", aim{}, loaded(postInvalid, http.StatusBadRequest, invalid)},
		{name + ": 1,000 operations, start to first 200", "ms", aim{}, begun(startingTime)},
		{name + ": 1,000 operations, resident", "MiB", aim{}, begun(startedMemory)},
	}
}

// functionRows serve the one function of testdata/peers/function.
func functionRows(name string, p peer) []row {
	request := get("/node")
	loaded := func(connections int) func(*bench) (figures, error) {
		return func(b *bench) (figures, error) {
			dir, err := b.functionDir()
			if err != nil {
				return figures{}, err
			}
			dev, err := b.dev(dir)
			if err != nil {
				return figures{}, err
			}
			other, err := b.startPeer(p, dir, request)
			if err != nil {
				return figures{}, err
			}
			return b.inTurns(
				load{dev.address, request, http.StatusOK, connections}.run,
				load{other.address, request, http.StatusOK, connections}.run)
		}
	}
	begun := func(measure func(*process, []byte) (float64, error)) func(*bench) (figures, error) {
		return func(b *bench) (figures, error) {
			dir, err := b.functionDir()
			if err != nil {
				return figures{}, err
			}
			return b.begun(dir, p, request, measure)
		}
	}
	return []row{
		{name + ": Lambda Node, 1 connection", "requests/s", aim{}, loaded(1)},
		{name + ": Lambda Node, 32 connections", "requests/s", aim{}, loaded(connections)},
		{name + ": one function, start to first 200", "ms", aim{}, begun(startingTime)},
		{name + ": one function, resident", "MiB", aim{}, begun(startedMemory)},
	}
}

// functionDir returns a copy of testdata/peers/function from where the packages
// are found.
func (b *bench) functionDir() (string, error) {
	modules, err := b.npmModules("peers")
	if err != nil {
		return "", err
	}
	dir := filepath.Join(filepath.Dir(modules), "function")
	return dir, errors.Join(os.RemoveAll(dir), os.CopyFS(dir, os.DirFS("bench/testdata/peers/function")))
}

// begun starts gatewright and a peer some times, and measures both by the first
// 200.
func (b *bench) begun(path string, p peer, request []byte, measure func(*process, []byte) (float64, error)) (figures, error) {
	modules, err := b.npmModules("peers")
	if err != nil {
		return figures{}, err
	}
	return b.alternating(
		func() (float64, error) {
			return b.measured(b.devServer(path), request, measure)
		},
		func() (float64, error) {
			s, err := p.on(modules, path)
			if err != nil {
				return 0, err
			}
			return b.measured(s, request, measure)
		})
}

// startPeer starts a peer and waits for its first 200.
func (b *bench) startPeer(p peer, path string, request []byte) (*process, error) {
	modules, err := b.npmModules("peers")
	if err != nil {
		return nil, err
	}
	s, err := p.on(modules, path)
	if err != nil {
		return nil, err
	}
	started, err := b.start(s)
	if err != nil {
		return nil, err
	}
	_, err = started.await(request, http.StatusOK)
	return started, err
}

// on serves a path on a port that is free.
func (p peer) on(modules, path string) (server, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return server{}, err
	}
	address := listener.Addr().String()
	if err := listener.Close(); err != nil {
		return server{}, err
	}
	_, port, err := net.SplitHostPort(address)
	s := p(modules, path, port)
	s.address = address
	return s, err
}
