package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"text/tabwriter"

	"github.com/gatewright/gatewright/internal/config"
	"github.com/gatewright/gatewright/internal/devserver"
	"github.com/gatewright/gatewright/internal/local/cloudformation"
	"github.com/gatewright/gatewright/spec"
	"github.com/gatewright/gatewright/spec/stage"
)

// announce reports the user what is served and where.
func announce(w io.Writer, server *devserver.Server, scheme string) error {
	apis := server.APIs()
	for i, a := range apis {
		if len(apis) > 1 {
			fmt.Fprintf(w, "%s: %s://%s\n", a.Name, scheme, a.Addr)
		}
		if err := errors.Join(writeTable(w, a), writeKeys(w, a.Keys)); err != nil {
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
func writeTable(w io.Writer, api devserver.API) error {
	operations := api.Definition.Expand("aws", config.LocalRegion, api.AccountID).Operations
	slices.SortStableFunc(operations, func(a, b *spec.Operation) int { return cmp.Compare(a.Path, b.Path) })
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "METHOD\tPATH\tOPERATION\tCALLERS\tINTEGRATION")
	for _, o := range operations {
		if isPreflight(o) {
			continue
		}
		what := "not served"
		if api.Serves(o.Method, o.Path) {
			what = devserver.Describe(o.Integration)
			if !api.Runs(o.Method, o.Path) {
				what += " (not on this machine)"
			}
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", o.Method, o.Path, cmp.Or(o.ID, "-"), callers(o), what)
	}
	return table.Flush()
}

// isPreflight reports whether an operation was added to answer browsers.
func isPreflight(o *spec.Operation) bool { return o.Method == http.MethodOptions && o.ID == "" }

// callers returns who may call an operation: the type and the name of its authorizer,
// and whether an API key is required.
func callers(o *spec.Operation) string {
	who := "anyone"
	switch a := o.Authorization; a.Type {
	case spec.AuthIAM:
		who = "iam"
	case spec.AuthCognito, spec.AuthJWT, spec.AuthCustom:
		who = map[string]string{spec.AuthCognito: "cognito", spec.AuthJWT: "jwt", spec.AuthCustom: "lambda"}[a.Type]
		if a.Authorizer != nil {
			who += " " + a.Authorizer.Name
		}
	}
	if o.APIKeyRequired {
		who += ", key"
	}
	return who
}
