package handler

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
)

// CORSVariable is the environment variable that says which web pages may read a
// function's responses, as JSON: {"allowOrigins": ["https://example.com"],
// "allowCredentials": true, "exposeHeaders": ["Location"]}. The constructs set it
// on functions of an API that has CORS.
const CORSVariable = "GATEWRIGHT_CORS"

// CORS says which web pages may read a function's responses. Preflight requests do
// not reach a function: API Gateway answers them.
type CORS struct {
	AllowOrigins     []string `json:"allowOrigins"` // "*": all; none: no page but the API's own
	AllowCredentials bool     `json:"allowCredentials"`
	ExposeHeaders    []string `json:"exposeHeaders"`
}

// CORSFromEnvironment reads the variable [CORSVariable]. Without it there is no
// CORS.
func CORSFromEnvironment() (CORS, error) {
	text, ok := os.LookupEnv(CORSVariable)
	if !ok || text == "" {
		return CORS{}, nil
	}
	var c CORS
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		return CORS{}, fmt.Errorf("environment variable %s: %w", CORSVariable, err)
	}
	if err := c.check(); err != nil {
		return CORS{}, fmt.Errorf("environment variable %s: %w", CORSVariable, err)
	}
	return c, nil
}

func (c CORS) check() error {
	if c.AllowCredentials && slices.Contains(c.AllowOrigins, "*") {
		return errors.New("browsers take no credentials when every origin is allowed: name the origins")
	}
	for _, v := range slices.Concat(c.AllowOrigins, c.ExposeHeaders) {
		if err := legalHeader("Origin", []string{v}); err != nil || v == "" {
			return fmt.Errorf("%q is neither an origin nor a header's name", v)
		}
	}
	return nil
}

// Interceptor adds the headers of the Fetch standard's CORS protocol to every
// response that names no allowed origin itself. Credentials are never allowed
// where every origin is.
func (c CORS) Interceptor() Interceptor {
	if len(c.AllowOrigins) == 0 {
		return func(next Func) Func { return next }
	}
	all := slices.Contains(c.AllowOrigins, "*")
	expose := strings.Join(c.ExposeHeaders, ",")
	return func(next Func) Func {
		return func(ctx context.Context, r *Request) *Response {
			response := next(ctx, r)
			if response.Header.Get(allowOrigin) != "" {
				return response
			}
			origin := c.originFor(r)
			if len(c.AllowOrigins) > 1 && !all {
				response.Header.Add("Vary", "Origin")
			}
			if origin == "" {
				return response
			}
			response.Set(allowOrigin, origin)
			if c.AllowCredentials && !all {
				response.Set("Access-Control-Allow-Credentials", "true")
			}
			if expose != "" {
				response.Set("Access-Control-Expose-Headers", expose)
			}
			return response
		}
	}
}

const allowOrigin = "Access-Control-Allow-Origin"

// originFor returns the origin that is allowed: the only one, or the one that asks
// when it is among them.
func (c CORS) originFor(r *Request) string {
	if slices.Contains(c.AllowOrigins, "*") {
		return "*"
	}
	if len(c.AllowOrigins) == 1 {
		return c.AllowOrigins[0]
	}
	if origin := r.Header("Origin"); slices.Contains(c.AllowOrigins, origin) {
		return origin
	}
	return ""
}
