package vtl

import (
	"fmt"
	"strconv"
	"strings"
)

// parseInteger is Integer.parseInt and Long.parseLong.
func parseInteger(text string, bits int) (any, error) { return parseRadix(text, 10, bits) }

func parseRadix(text string, radix, bits int) (any, error) {
	if radix < 2 || radix > 36 {
		return nil, fmt.Errorf("radix %d is not from 2 to 36", radix)
	}
	n, err := strconv.ParseInt(text, radix, bits)
	if err != nil || strings.ContainsRune(text, '_') {
		return nil, fmt.Errorf("not a number of %d bits: %q", bits, text)
	}
	if bits == 32 {
		return int32(n), nil
	}
	return n, nil
}

// parseDouble is Double.parseDouble.
func parseDouble(text string) (any, error) {
	trimmed := strings.TrimFunc(text, func(r rune) bool { return r <= ' ' })
	number := strings.TrimRight(trimmed, "dDfF")
	if len(trimmed)-len(number) > 1 || strings.ContainsAny(number, "_iIn") && !strings.HasSuffix(number, "Infinity") && !strings.HasSuffix(number, "NaN") {
		return nil, fmt.Errorf("not a number: %q", text)
	}
	f, err := strconv.ParseFloat(number, 64)
	if err != nil && f == 0 {
		return nil, fmt.Errorf("not a number: %q", text)
	}
	return f, nil
}
