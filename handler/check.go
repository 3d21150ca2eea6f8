package handler

import (
	"math/big"
	"regexp"
	"strconv"
	"sync"
	"unicode/utf8"
)

// Min refuses integers below a bound.
func Min(bound int64) Check[int64] {
	return func(n int64) error {
		if n < bound {
			return reason("must be at least " + strconv.FormatInt(bound, 10))
		}
		return nil
	}
}

// Max refuses integers above a bound.
func Max(bound int64) Check[int64] {
	return func(n int64) error {
		if n > bound {
			return reason("must be at most " + strconv.FormatInt(bound, 10))
		}
		return nil
	}
}

// Multiple refuses integers that are no multiple of a divisor, which is not 0.
func Multiple(divisor int64) Check[int64] {
	return func(n int64) error {
		if n%divisor != 0 {
			return reason("must be a multiple of " + strconv.FormatInt(divisor, 10))
		}
		return nil
	}
}

// AtLeast refuses numbers below a bound.
func AtLeast(bound float64) Check[float64] {
	return comparison(func(x float64) bool { return x >= bound }, "must be at least ", bound)
}

// AtMost refuses numbers above a bound.
func AtMost(bound float64) Check[float64] {
	return comparison(func(x float64) bool { return x <= bound }, "must be at most ", bound)
}

// MoreThan refuses numbers that are not above a bound.
func MoreThan(bound float64) Check[float64] {
	return comparison(func(x float64) bool { return x > bound }, "must be more than ", bound)
}

// LessThan refuses numbers that are not below a bound.
func LessThan(bound float64) Check[float64] {
	return comparison(func(x float64) bool { return x < bound }, "must be less than ", bound)
}

// MultipleOf refuses numbers that are no multiple of a divisor, in decimal
// arithmetic: 0.3 is a multiple of 0.1.
func MultipleOf(divisor float64) Check[float64] {
	return comparison(func(x float64) bool {
		quotient := new(big.Rat).Quo(decimal(x), decimal(divisor))
		return quotient.IsInt()
	}, "must be a multiple of ", divisor)
}

// decimal returns the shortest decimal fraction that is read as x.
func decimal(x float64) *big.Rat {
	r, _ := new(big.Rat).SetString(formatFloat(x))
	return r
}

func comparison(holds func(float64) bool, words string, bound float64) Check[float64] {
	return func(x float64) error {
		if !holds(x) {
			return reason(words + formatFloat(bound))
		}
		return nil
	}
}

func formatFloat(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

// MinLength refuses texts of less characters.
func MinLength(n int) Check[string] {
	return func(text string) error {
		if len(text) < n || utf8.RuneCountInString(text) < n {
			return reason("must have at least " + count(n, "character"))
		}
		return nil
	}
}

// MaxLength refuses texts of more characters.
func MaxLength(n int) Check[string] {
	return func(text string) error {
		if len(text) > n && utf8.RuneCountInString(text) > n {
			return reason("must have at most " + count(n, "character"))
		}
		return nil
	}
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}

// patterns are compiled once in the life of a process.
var patterns sync.Map

// Pattern refuses texts in which a regular expression, in the syntax of package
// regexp, finds nothing. It panics when the expression has another syntax.
func Pattern(expression string) Check[string] {
	return func(text string) error {
		if !compiled(expression).MatchString(text) {
			return reason("must match the pattern " + expression)
		}
		return nil
	}
}

func compiled(expression string) *regexp.Regexp {
	if re, ok := patterns.Load(expression); ok {
		if re, ok := re.(*regexp.Regexp); ok {
			return re
		}
	}
	re := regexp.MustCompile(expression)
	patterns.Store(expression, re)
	return re
}

// MinItems refuses lists of less items.
func MinItems[T any](n int) Check[[]T] {
	return func(items []T) error {
		if len(items) < n {
			return reason("must have at least " + count(n, "item"))
		}
		return nil
	}
}

// MaxItems refuses lists of more items.
func MaxItems[T any](n int) Check[[]T] {
	return func(items []T) error {
		if len(items) > n {
			return reason("must have at most " + count(n, "item"))
		}
		return nil
	}
}

// UniqueItems refuses lists in which an item is there twice.
func UniqueItems[T comparable](items []T) error {
	seen := make(map[T]struct{}, len(items))
	for _, item := range items {
		if _, ok := seen[item]; ok {
			return reason("must not have an item twice")
		}
		seen[item] = struct{}{}
	}
	return nil
}
