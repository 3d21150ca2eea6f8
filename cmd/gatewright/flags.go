package main

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
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

// parseDebugPorts returns the ports of functions, which must differ.
func parseDebugPorts(given []string) (map[string]int, error) {
	ports, err := named("--debug", given, func(text string) (int, error) {
		port, err := strconv.Atoi(text)
		if err != nil || port < 1 || port > 65535 {
			return 0, fmt.Errorf("%q must be FUNCTION=PORT, with a port from 1 to 65535", text)
		}
		return port, nil
	})
	if err != nil {
		return nil, err
	}
	users := map[int]string{}
	for _, name := range slices.Sorted(maps.Keys(ports)) {
		if name == devserver.All {
			return nil, fmt.Errorf("--debug %d must be FUNCTION=PORT: each function has a port of its own", ports[name])
		}
		if other := users[ports[name]]; other != "" {
			return nil, fmt.Errorf("--debug %s=%d: the function %s has this port", name, ports[name], other)
		}
		users[ports[name]] = name
	}
	return ports, nil
}

func parseFile(text string) (string, error) {
	if text == "" {
		return "", errors.New("a file is required")
	}
	return text, nil
}
