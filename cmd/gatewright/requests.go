package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/gatewright/gatewright/internal/console"
	"github.com/gatewright/gatewright/internal/devserver"
)

// requestsOptions are the flags of requests.
type requestsOptions struct {
	port      int
	follow    bool
	asJSON    bool
	operation string
	status    string
	limit     int
}

func newRequests(s *streams) *cobra.Command {
	var o requestsOptions
	c := &cobra.Command{
		Use:   "requests [ID]",
		Short: "Show what happened to requests that gatewright dev served",
		Long: `Show the requests that a running "gatewright dev" has served, the newest last, or one
of them with its ten steps: what went in, what came out, and why it was answered as it
was. ID is the request's ID (x-amzn-RequestId), or its first six characters or more.

The data is that of the console of dev, which keeps the last 1,000 requests.`,
		Example: `  gatewright requests
  gatewright requests --status 5 --operation getPet
  gatewright requests --follow
  gatewright requests 4b0d8b19
  gatewright requests 4b0d8b19 --json`,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usage(c, fmt.Errorf("%s takes one ID, found %d", c.CommandPath(), len(args)))
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error { return requests(c, s, args, o) },
	}
	f := c.Flags()
	f.IntVar(&o.port, "console-port", 0, "port of the console (default: that of the dev that serves this directory, or the only one)")
	f.BoolVarP(&o.follow, "follow", "f", false, "show requests as they come")
	f.BoolVar(&o.asJSON, "json", false, "print JSON, a line for each request")
	f.StringVar(&o.operation, "operation", "", "only requests to an `operation`")
	f.StringVar(&o.status, "status", "", "only responses whose status begins with `digits`, as 5 or 404")
	f.IntVarP(&o.limit, "limit", "n", 50, "how many requests to show")
	return c
}

// requests prints a list of requests, or one.
func requests(c *cobra.Command, s *streams, args []string, o requestsOptions) error {
	if o.limit < 1 {
		return usage(c, fmt.Errorf("--limit must be a number from 1, found %d", o.limit))
	}
	if o.follow && len(args) > 0 {
		return usage(c, fmt.Errorf("--follow shows all requests; leave it or %s out", args[0]))
	}
	run, err := console.Find(o.port, ".")
	if err != nil {
		return err
	}
	client := console.Client{Run: run}
	if len(args) > 0 {
		t, err := client.Trace(c.Context(), args[0])
		if err != nil {
			return err
		}
		if o.asJSON {
			return json.NewEncoder(s.out).Encode(t)
		}
		return writeTrace(s.out, t)
	}
	query := url.Values{"limit": {strconv.Itoa(o.limit)}, "operation": {o.operation}, "status": {o.status}}
	all, err := client.Requests(c.Context(), query)
	if err != nil {
		return err
	}
	slices.Reverse(all)
	for _, r := range all {
		if err := o.write(s.out, r); err != nil {
			return err
		}
	}
	if !o.follow {
		return nil
	}
	return client.Follow(c.Context(), func(r console.Request) error {
		if o.operation != "" && r.Operation != o.operation || !strings.HasPrefix(strconv.Itoa(r.Status), o.status) {
			return nil
		}
		return o.write(s.out, r)
	})
}

// write prints a line about a request.
func (o requestsOptions) write(w io.Writer, r console.Request) error {
	if o.asJSON {
		return json.NewEncoder(w).Encode(r)
	}
	_, err := fmt.Fprintf(w, "%s  %s  %d  %s %s  %s  %s  %s\n", r.Received.Local().Format(time.TimeOnly), r.ID[:min(8, len(r.ID))], r.Status,
		r.Method, devserver.Printable(r.Target), took(r.Microseconds), r.By, devserver.Printable(r.Reason))
	return err
}

func took(microseconds int64) string {
	return (time.Duration(microseconds) * time.Microsecond).String()
}

// writeTrace prints a request with its steps.
func writeTrace(w io.Writer, t *console.Trace) error {
	fmt.Fprintf(w, "%s %s  %s\n%d  %s\n", t.Method, devserver.Printable(t.Target), t.ID, t.Status, devserver.Printable(t.Outcome))
	if t.Next != "" {
		fmt.Fprintf(w, "Next: %s\n", devserver.Printable(t.Next))
	}
	fmt.Fprintln(w)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "STEP\tSTATE\tTIME\t")
	for _, step := range t.Steps {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", step.Name, step.State, took(step.Microseconds), devserver.Printable(step.Summary))
		if v := step.Validation; v != nil {
			for _, p := range v.Problems {
				fmt.Fprintf(table, "\t\t\t%s: %s (%s)\n", cmp.Or(p.Pointer, "the body"), devserver.Printable(p.Message), p.At)
			}
		}
	}
	return table.Flush()
}
