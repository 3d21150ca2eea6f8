package event

import (
	"encoding/binary"
	"unicode/utf8"
	"unsafe"
)

// ValidText replaces what is not UTF-8 by U+FFFD, one for each byte or, of a
// character that is cut off, for its beginning (The Unicode Standard, section 3.9,
// "U+FFFD Substitution of Maximal Subparts").
func ValidText(body []byte) []byte {
	if utf8.Valid(body) {
		return body
	}
	valid := make([]byte, 0, len(body)+len(body)/8)
	for len(body) > 0 {
		r, size := utf8.DecodeRune(body)
		if r == utf8.RuneError && size == 1 {
			size = invalid(body)
		}
		valid = utf8.AppendRune(valid, r)
		body = body[size:]
	}
	return valid
}

// invalid returns the length of the bytes at the beginning of text, which are not
// UTF-8, that one U+FFFD stands for.
func invalid[T string | []byte](text T) int {
	length, low, high := 0, byte(0x80), byte(0xBF) // of the character, of its second byte
	switch c := text[0]; {
	case c >= 0xC2 && c <= 0xDF:
		length = 2
	case c >= 0xE0 && c <= 0xEF:
		length = 3
		switch c {
		case 0xE0:
			low = 0xA0
		case 0xED:
			high = 0x9F
		}
	case c >= 0xF0 && c <= 0xF4:
		length = 4
		switch c {
		case 0xF0:
			low = 0x90
		case 0xF4:
			high = 0x8F
		}
	}
	n := 1
	for n < min(length, len(text)) && text[n] >= low && text[n] <= high {
		n, low, high = n+1, 0x80, 0xBF
	}
	return n
}

// appendText appends a JSON string. It escapes what RFC 8259 wants escaped and
// nothing more; what is not UTF-8 becomes U+FFFD, as in [ValidText].
func appendText(dst []byte, s string) []byte {
	dst = append(dst, '"')
	start := 0
	for i := 0; i < len(s); {
		if i = plain(s, i); i == len(s) {
			break
		}
		c := s[i]
		if c < utf8.RuneSelf {
			dst = appendEscape(append(dst, s[start:i]...), c)
			i++
			start = i
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 {
			dst = append(append(dst, s[start:i]...), "\uFFFD"...)
			size = invalid(s[i:])
			start = i + size
		}
		i += size
	}
	return append(append(dst, s[start:]...), '"')
}

// plain returns the end of the run of bytes from i that stand for themselves.
func plain(s string, i int) int {
	const ones, high = 0x0101010101010101, 0x8080808080808080
	bytes := unsafe.Slice(unsafe.StringData(s), len(s))
	for ; i+8 <= len(s); i += 8 { // eight at a time: a set high bit marks a byte to look at
		w := binary.LittleEndian.Uint64(bytes[i:])
		if (w|(w-ones*' ')|((w^ones*'"')-ones)|((w^ones*'\\')-ones))&high != 0 {
			break
		}
	}
	for i < len(s) && s[i] >= ' ' && s[i] != '"' && s[i] != '\\' && s[i] < utf8.RuneSelf {
		i++
	}
	return i
}

func appendEscape(dst []byte, c byte) []byte {
	const hex = "0123456789ABCDEF"
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\n':
		return append(dst, '\\', 'n')
	case '\r':
		return append(dst, '\\', 'r')
	case '\t':
		return append(dst, '\\', 't')
	case '\b':
		return append(dst, '\\', 'b')
	case '\f':
		return append(dst, '\\', 'f')
	}
	return append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
}
