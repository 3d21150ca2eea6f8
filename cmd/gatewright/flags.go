package main

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strconv"

	"github.com/gatewright/gatewright/internal/devserver"
)

// namedValue is a value for one function or service.
var namedValue = regexp.MustCompile(`^([A-Za-z0-9._-]+)=(.*)$`)

// named returns the values of a flag that is given as VALUE, for all, or as NAME=VALUE.
func named[T any](flag string, given []string, parse func(string) (T, error)) (map[string]T, error) {
	values := map[string]T{}
	for _, text := range given {
		name, value := devserver.All, text
		if m := namedValue.FindStringSubmatch(text); m != nil {
			name, value = m[1], m[2]
		}
		if _, twice := values[name]; twice {
			return nil, fmt.Errorf("%s %s: a value was given before", flag, text)
		}
		parsed, err := parse(value)
		if err != nil {
			return nil, fmt.Errorf("%s %s: %w", flag, text, err)
		}
		values[name] = parsed
	}
	return values, nil
}

func parseConcurrency(text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > 1000 {
		return 0, fmt.Errorf("%q must be a number from 1 to 1000", text)
	}
	return n, nil
}

func parseEndpoint(text string) (*url.URL, error) {
	endpoint, err := url.Parse(text)
	if err != nil || endpoint.Host == "" || endpoint.Scheme != "http" && endpoint.Scheme != "https" {
		return nil, fmt.Errorf("%q must be a URL such as http://127.0.0.1:5000", text)
	}
	return endpoint, nil
}

func parseFile(text string) (string, error) {
	if text == "" {
		return "", errors.New("a file is required")
	}
	return text, nil
}
