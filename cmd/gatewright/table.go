package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/gatewright/gatewright/config"
	"github.com/gatewright/gatewright/internal/devserver"
	"github.com/gatewright/gatewright/local/cloudformation"
	"github.com/gatewright/gatewright/spec"
	"github.com/gatewright/gatewright/spec/stage"
)

// announce tells the user what is served and where.
func announce(w io.Writer, server *devserver.Server, scheme string) error {
	apis := server.APIs()
	for i, a := range apis {
		if len(apis) > 1 {
			fmt.Fprintf(w, "%s: %s://%s\n", a.Name, scheme, a.Addr)
		}
		if err := errors.Join(writeTable(w, a.Definition), writeKeys(w, a.Keys)); err != nil {
			return err
		}
		if i < len(apis)-1 {
			fmt.Fprintln(w)
		}
	}
	if err := writeUnsupported(w, server.Unsupported()); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "\n%s://%s\n", scheme, apis[0].Addr)
	return err
}

// writeKeys lists the API keys whose values were made up here.
func writeKeys(w io.Writer, keys []stage.APIKey) error {
	if len(keys) == 0 {
		return nil
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "\nAPI KEY\tLOCAL VALUE")
	for _, k := range keys {
		fmt.Fprintf(table, "%s\t%s\n", k.ID, k.Value)
	}
	return table.Flush()
}

// writeUnsupported lists what does not run here.
func writeUnsupported(w io.Writer, resources []cloudformation.Absent) error {
	if len(resources) == 0 {
		return nil
	}
	fmt.Fprintln(w)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "UNSUPPORTED RESOURCE\tPATH\tREASON")
	for _, r := range resources {
		fmt.Fprintf(table, "%s\t%s\t%s\n", r.Type, cmp.Or(r.Path, "-"), r.Reason)
	}
	return table.Flush()
}

// writeTable lists the operations and what is behind each.
func writeTable(w io.Writer, api *spec.API) error {
	operations := api.Expand("aws", config.LocalRegion, config.LocalAccount).Operations
	slices.SortStableFunc(operations, func(a, b *spec.Operation) int { return cmp.Compare(a.Path, b.Path) })
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "METHOD\tPATH\tOPERATION\tINTEGRATION")
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
