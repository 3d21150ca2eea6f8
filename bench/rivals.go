package main

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"strconv"
)

// The bodies that both sides answer.
const (
	staticBody = `{"id":1,"name":"Minka","kind":"cat"}`
	accepted   = `{"accepted":true}`
)

// rivals are servers that do the least that could be done for a row, each run as
// a process of its own by "bench -serve NAME [ARGUMENT]".
var rivals = map[string]func(argument string) http.Handler{
	"static":  func(string) http.Handler { return answering(staticBody) },
	"body":    func(string) http.Handler { return readingBody() },
	"proxy":   func(target string) http.Handler { return reverseProxy(target) },
	"backend": func(string) http.Handler { return answering(staticBody) },
}

func answering(body string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		_, _ = io.WriteString(w, body)
	})
}

func readingBody() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var body bytes.Buffer
		if _, err := body.ReadFrom(r.Body); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		answering(accepted).ServeHTTP(w, r)
	})
}

func reverseProxy(target string) http.Handler {
	proxy := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: target})
	proxy.Transport = &http.Transport{MaxIdleConns: 1024, MaxIdleConnsPerHost: 256, DisableCompression: true}
	return proxy
}

// serveRival runs one rival until it is killed. It prints its address first.
func serveRival(name, argument string) error {
	handler, ok := rivals[name]
	if !ok {
		return fmt.Errorf("there is no rival %q", name)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stdout, "http://%s\n", listener.Addr())
	server := &http.Server{Handler: handler(argument)} //nolint:gosec // only the bench reaches it
	return server.Serve(listener)
}
