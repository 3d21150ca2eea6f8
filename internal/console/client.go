package console

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// Client calls the API of a console.
type Client struct{ Run }

// Get reads the JSON of a path below /api/v1/.
func (c Client) Get(ctx context.Context, path string) (json.RawMessage, error) {
	return c.call(ctx, http.MethodGet, path, nil)
}

// Post sends a body to a path below /api/v1/.
func (c Client) Post(ctx context.Context, path string, body any) (json.RawMessage, error) {
	text, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	return c.call(ctx, http.MethodPost, path, bytes.NewReader(text))
}

func (c Client) call(ctx context.Context, method, path string, body io.Reader) (json.RawMessage, error) {
	response, err := c.do(ctx, method, path, body)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close() //nolint:errcheck // what was read is whole
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK {
		var failed struct{ Error string }
		if json.Unmarshal(text, &failed) == nil && failed.Error != "" {
			return nil, errors.New(failed.Error)
		}
		return nil, fmt.Errorf("the console responded %s: %s", response.Status, bytes.TrimSpace(text))
	}
	return text, nil
}

func (c Client) do(ctx context.Context, method, path string, body io.Reader) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, method, c.URL+"/api/v1/"+path, body)
	if err != nil {
		return nil, err
	}
	r.Header.Set(TokenHeader, c.Token)
	return http.DefaultClient.Do(r)
}

// Requests returns what is kept, the newest first; a query filters as docs/console.md says.
func (c Client) Requests(ctx context.Context, query url.Values) ([]Request, error) {
	text, err := c.Get(ctx, "requests?"+query.Encode())
	if err != nil {
		return nil, err
	}
	var list struct{ Requests []Request }
	return list.Requests, json.Unmarshal(text, &list)
}

// Trace returns the trace of a request by its ID or the beginning of it.
func (c Client) Trace(ctx context.Context, id string) (*Trace, error) {
	text, err := c.Get(ctx, "requests/"+url.PathEscape(id))
	if err != nil {
		return nil, err
	}
	t := &Trace{}
	return t, json.Unmarshal(text, t)
}

// Follow calls show with each request to come, until the context or the console ends.
func (c Client) Follow(ctx context.Context, show func(Request) error) error {
	response, err := c.do(ctx, http.MethodGet, "events", nil)
	if err != nil {
		return err
	}
	defer response.Body.Close() //nolint:errcheck // what was read is whole
	lines, event := bufio.NewScanner(response.Body), ""
	lines.Buffer(nil, maxMemory)
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), ": ")
		switch {
		case name == "event":
			event = value
		case name == "data" && event == "requests":
			var requests []Request
			if err := json.Unmarshal([]byte(value), &requests); err != nil {
				return err
			}
			for _, r := range requests {
				if err := show(r); err != nil {
					return err
				}
			}
		}
	}
	if ctx.Err() != nil {
		return nil
	}
	return errors.Join(lines.Err(), errors.New("the console has ended"))
}
