package validate

import "github.com/gatewright/gatewright/spec"

// locations are where parameters are, in the order in which missing ones are
// reported.
var locations = [...]string{"header", "path", "query"}

// required returns the required parameters in the order of their report.
func required(parameters []spec.Parameter) []spec.Parameter {
	var list []spec.Parameter
	for _, in := range locations {
		for _, p := range parameters {
			if p.In == in && p.Required {
				list = append(list, p)
			}
		}
	}
	return list
}

// MissingParameters returns the names of the required parameters that a request
// lacks: headers, then path parameters, then query parameters. Nothing but their
// presence is looked at: has reports whether the request has the parameter with
// a value that is not blank; in is "header", "path" or "query".
func (v *Validator) MissingParameters(has func(in, name string) bool) []string {
	var missing []string
	for i := range v.parameters {
		if p := &v.parameters[i]; !has(p.In, p.Name) {
			missing = append(missing, p.Name)
		}
	}
	return missing
}
