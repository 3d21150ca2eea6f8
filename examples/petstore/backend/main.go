// Command backend is the small HTTP service that the petstore's getOrder
// operation forwards to.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"time"
)

func main() {
	address := flag.String("listen", "127.0.0.1:9000", "address to listen on")
	flag.Parse()
	log.SetPrefix("backend: ")
	listener, err := net.Listen("tcp", *address)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("backend:", listener.Addr())
	server := &http.Server{Handler: orders(), ReadHeaderTimeout: 5 * time.Second}
	log.Fatal(server.Serve(listener))
}

func orders() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /orders/{id}", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		order := map[string]string{"id": r.PathValue("id"), "state": "shipped"}
		if err := json.NewEncoder(w).Encode(order); err != nil {
			log.Print(err)
		}
	})
	return mux
}
