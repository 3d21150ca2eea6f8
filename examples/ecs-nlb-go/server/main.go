// Package main is a server that takes orders. It knows nothing of API Gateway and needs nothing but the standard library.
package main

import (
	"cmp"
	"encoding/json"
	"log/slog"
	"net/http"
	"os"
	"strconv"
	"sync"
	"time"
)

type order struct {
	ID       string `json:"id"`
	Customer string `json:"customer"`
	Item     string `json:"item"`
}

// orders are kept in memory: this is an example.
type orders struct {
	mu  sync.Mutex
	all []order
}

func main() {
	address := cmp.Or(os.Getenv("ADDRESS"), ":8080")
	slog.Info("taking orders", "address", address)
	server := http.Server{Addr: address, Handler: newHandler(), ReadHeaderTimeout: 5 * time.Second}
	if err := server.ListenAndServe(); err != nil {
		slog.Error("the server ends", "error", err)
		os.Exit(1)
	}
}

func newHandler() http.Handler {
	kept := &orders{all: []order{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /orders", kept.list)
	mux.HandleFunc("POST /orders", kept.add)
	mux.HandleFunc("GET /orders/{id}", kept.get)
	mux.HandleFunc("GET /health", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusOK, map[string]string{"status": "open"})
	})
	return mux
}

func (o *orders) list(w http.ResponseWriter, r *http.Request) {
	o.mu.Lock()
	defer o.mu.Unlock()
	customer, found := r.URL.Query().Get("customer"), []order{}
	for _, one := range o.all {
		if customer == "" || one.Customer == customer {
			found = append(found, one)
		}
	}
	answer(w, http.StatusOK, found)
}

func (o *orders) add(w http.ResponseWriter, r *http.Request) {
	var taken order
	// API Gateway validates bodies that say they are JSON; others come as they are.
	if err := json.NewDecoder(r.Body).Decode(&taken); err != nil || taken.Customer == "" || taken.Item == "" {
		answer(w, http.StatusBadRequest, map[string]string{"message": "an order has a customer and an item"})
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	taken.ID = strconv.Itoa(len(o.all) + 1)
	o.all = append(o.all, taken)
	slog.Info("an order was taken", "order", taken.ID, "request", r.Header.Get("X-Request-Id"))
	answer(w, http.StatusCreated, taken)
}

func (o *orders) get(w http.ResponseWriter, r *http.Request) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, one := range o.all {
		if one.ID == r.PathValue("id") {
			answer(w, http.StatusOK, one)
			return
		}
	}
	answer(w, http.StatusNotFound, map[string]string{"message": "there is no order " + r.PathValue("id")})
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(body); err != nil {
		slog.Warn("the client is gone", "error", err)
	}
}
