// Package types is what the types of generated Go packages have in common: values
// that may be null and may be absent, dates, and the JSON of what encoding/json has no
// words for: alternatives, tuples, objects with free properties.
//
// Users meet [Nullable] and [Date]; the functions are for generated code.
package types
