package main

import (
	"bytes"
	"context"
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
// a process of its own by "bench -serve NAME [ARGUMENT...]".
var rivals = map[string]func(args []string) (http.Handler, error){
	"static": func([]string) (http.Handler, error) { return answering(staticBody), nil },
	"body":   func([]string) (http.Handler, error) { return readingBody(), nil },
	"proxy":  func(args []string) (http.Handler, error) { return reverseProxy(args[0]), nil },
	"loop":   loopRival,
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

// serveRival runs one rival until it is killed. It prints its URL first.
func serveRival(ctx context.Context, name string, args []string) error {
	rival, ok := rivals[name]
	if !ok {
		return fmt.Errorf("unknown rival %q", name)
	}
	handler, err := rival(args)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	context.AfterFunc(ctx, func() { _ = listener.Close() })
	fmt.Fprintf(os.Stdout, "http://%s\n", listener.Addr())
	return http.Serve(listener, handler)
}

// startRival runs a rival as a process, with an environment next to our own.
func (b *bench) startRival(environment []string, args ...string) (*process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return b.start(server{command: append([]string{self, "-serve"}, args...), environment: environment})
}
