package main

import (
	"cmp"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/gatewright/gatewright/config"
	"github.com/gatewright/gatewright/spec"
)

// writeTable lists the operations and what is behind each.
func writeTable(w io.Writer, api *spec.API) error {
	operations := api.Expand("aws", config.LocalRegion, config.LocalAccount).Operations
	slices.SortStableFunc(operations, func(a, b *spec.Operation) int { return cmp.Compare(a.Path, b.Path) })
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "METHOD\tPATH\tOPERATION\tBEHIND IT")
	for _, o := range operations {
		if isPreflight(o) {
			continue
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", o.Method, o.Path, cmp.Or(o.ID, "-"), behind(o.Integration))
	}
	return table.Flush()
}

// isPreflight tells whether an operation was added to answer browsers.
func isPreflight(o *spec.Operation) bool { return o.Method == http.MethodOptions && o.ID == "" }

// behind tells in a few words what answers an operation.
func behind(i *spec.Integration) string {
	if i == nil {
		return "nothing"
	}
	switch i.Type {
	case spec.Mock:
		return "mock"
	case spec.HTTP, spec.HTTPProxy:
		what := strings.ToLower(strings.ReplaceAll(i.Type, "_", " ")) + " " + i.URI
		if i.ConnectionType == spec.VPCLink {
			what += " by VPC link " + i.ConnectionID
		}
		return what
	}
	if function := config.FunctionOf(i.URI); function != "" {
		if _, name, ok := strings.Cut(function, ":function:"); ok {
			function = name // with its version or alias
		}
		return "lambda " + function
	}
	parts := strings.SplitN(i.URI, ":", 6) // arn, partition, apigateway, region, service, path or action
	if len(parts) < 6 {
		return i.URI
	}
	_, target, _ := strings.Cut(parts[5], "/")
	return parts[4] + " " + target
}
