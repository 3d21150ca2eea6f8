package handler

import (
	"encoding/base64"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Parse makes a value of a text. Its error tells the client what the value must
// be: "must be an integer".
type Parse[T any] func(text string) (T, error)

// Check reports what a value must be when it is not: "must be at most 100".
type Check[T any] func(value T) error

// String parses a string.
func String[T ~string](checks ...Check[string]) Parse[T] {
	return func(text string) (T, error) { return T(text), checkAll(text, checks) }
}

// Integer parses an integer in decimal notation that T has room for.
func Integer[T ~int | ~int32 | ~int64](checks ...Check[int64]) Parse[T] {
	return func(text string) (T, error) {
		n, err := strconv.ParseInt(text, 10, 64)
		switch {
		case err != nil && !isInteger(text):
			return 0, reason("must be an integer")
		case err != nil || int64(T(n)) != n:
			return 0, reason("is too large an integer")
		case text[0] == '+':
			return 0, reason("must be an integer")
		}
		return T(n), checkAll(n, checks)
	}
}

func isInteger(text string) bool {
	digits := strings.TrimPrefix(text, "-")
	return digits != "" && strings.Trim(digits, "0123456789") == ""
}

// Number parses a number as JSON writes it.
func Number[T ~float32 | ~float64](checks ...Check[float64]) Parse[T] {
	return func(text string) (T, error) {
		if !isNumber(text) {
			return 0, reason("must be a number")
		}
		x, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsInf(float64(T(x)), 0) {
			return 0, reason("is too large a number")
		}
		return T(x), checkAll(x, checks)
	}
}

func isNumber(text string) bool {
	return text != "" && strings.Trim(text, "+-.0123456789eE") == "" && json.Valid([]byte(text))
}

// Boolean parses "true" and "false".
func Boolean[T ~bool]() Parse[T] {
	return func(text string) (T, error) {
		switch text {
		case "true":
			return true, nil
		case "false":
			return false, nil
		}
		return false, reason("must be true or false")
	}
}

// Bytes parses base64 (RFC 4648, section 4), padded or not.
func Bytes[T ~[]byte](checks ...Check[string]) Parse[T] {
	return func(text string) (T, error) {
		data, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(text, "="))
		if err != nil {
			return nil, reason("must be base64")
		}
		return data, checkAll(text, checks)
	}
}

// DateTime parses a date with a time and an offset: RFC 3339, section 5.6.
func DateTime(text string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}, reason("must be a date and a time as in 2006-01-02T15:04:05Z")
	}
	return t, nil
}

// JSON parses a JSON text into whatever encoding/json makes of it.
func JSON[T any](text string) (value T, err error) {
	err = parseJSON([]byte(text), &value)
	return value, err
}

// Value parses what may be of several types: a JSON text other than a string, or else
// any text as a string.
func Value[T any](text string) (value T, err error) {
	err = parseValue(text, &value)
	return value, err
}

func parseValue(text string, value any) error {
	if parseJSON([]byte(text), value) == nil {
		return nil
	}
	quoted, err := json.Marshal(text)
	if err != nil {
		return err
	}
	return parseJSON(quoted, value)
}

// Pointer parses into a pointer, for items of lists that may be null.
func Pointer[T any](parse Parse[T]) Parse[*T] {
	return func(text string) (*T, error) {
		value, err := parse(text)
		return &value, err
	}
}

// OneOf parses one of some values.
func OneOf[T comparable](parse Parse[T], values ...T) Parse[T] {
	return func(text string) (T, error) {
		value, err := parse(text)
		if err == nil && !slices.Contains(values, value) {
			return value, reason("must be one of " + enumeration(values))
		}
		return value, err
	}
}

// enumeration lists values, when they are few enough to read.
func enumeration[T any](values []T) string {
	const few = 20
	if len(values) > few {
		return "the " + strconv.Itoa(len(values)) + " values that the API allows"
	}
	var b strings.Builder
	for i, v := range values {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(Format(v))
	}
	return b.String()
}

func checkAll[T any](value T, checks []Check[T]) error {
	for _, check := range checks {
		if err := check(value); err != nil {
			return err
		}
	}
	return nil
}

func itemReason(i int, err error) error {
	why := reason("has a wrong value: item " + strconv.Itoa(i+1) + " " + reasonOf(err))
	if cause := causeOf(err); cause != nil {
		return caused{reason: why, cause: cause}
	}
	return why
}
