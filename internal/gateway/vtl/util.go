package vtl

import (
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
)

// utilities is $util.
type utilities struct{}

// JavaString is empty: $util has no text.
func (utilities) JavaString() string { return "" }

// utility runs a method of $util with the text of its argument.
func (st *step) utility(s *state) (any, error) {
	if len(st.args) != 1 {
		return nil, nil
	}
	arg, err := raw(s, st.args[0])
	if err != nil {
		return nil, err
	}
	if arg == nil && st.name == "escapeJavaScript" {
		return "null", nil
	}
	text, err := s.text(arg)
	if err != nil {
		return nil, err
	}
	if err := s.spendBytes(len(text)); err != nil {
		return nil, err
	}
	out, err := utility(st.name, text)
	if err != nil {
		return nil, fmt.Errorf("$util.%s: %w", st.name, err)
	}
	return out, nil
}

// raw evaluates an argument, with nil for a reference that leads to nothing.
func raw(s *state, e expr) (any, error) {
	if r, ok := e.(*reference); ok {
		return r.resolve(s)
	}
	return e.eval(s)
}

func utility(name, text string) (any, error) {
	switch name {
	case "escapeJavaScript":
		return escapeJavaScript(text), nil
	case "parseJson":
		return jsonvalue.Parse(text)
	case "urlEncode":
		return urlEncode(text), nil
	case "urlDecode":
		return urlDecode(text)
	case "base64Encode":
		return base64.StdEncoding.EncodeToString([]byte(text)), nil
	case "base64Decode":
		return base64Decode(text)
	}
	return nil, nil
}

const upperHex = "0123456789ABCDEF"

// escapeJavaScript escapes quotes of both kinds, backslashes, slashes, control
// characters and all that is not ASCII.
func escapeJavaScript(text string) string {
	var b strings.Builder
	b.Grow(len(text) + len(text)/8)
	for _, r := range text {
		switch {
		case strings.ContainsRune(`"'\/`, r):
			b.WriteByte('\\')
			b.WriteRune(r)
		case r >= 0x20 && r <= 0x7F:
			b.WriteRune(r)
		case r < 0x20 && strings.ContainsRune("\b\f\n\r\t", r):
			b.WriteByte('\\')
			b.WriteByte("btn\vfr"[r-'\b'])
		case r >= 0x10000:
			r -= 0x10000
			writeUnicode(&b, 0xD800+r>>10)
			writeUnicode(&b, 0xDC00+r&0x3FF)
		default:
			writeUnicode(&b, r)
		}
	}
	return b.String()
}

func writeUnicode(b *strings.Builder, unit rune) {
	b.WriteString(`\u`)
	for shift := 12; shift >= 0; shift -= 4 {
		b.WriteByte(upperHex[unit>>shift&15])
	}
}

// urlEncode is java.net.URLEncoder.encode: form style, in UTF-8.
func urlEncode(text string) string {
	var b strings.Builder
	for i := range len(text) {
		switch c := text[i]; {
		case isLetter(c) || isDigit(c) || strings.IndexByte(".-*_", c) >= 0:
			b.WriteByte(c)
		case c == ' ':
			b.WriteByte('+')
		default:
			b.WriteByte('%')
			b.WriteByte(upperHex[c>>4])
			b.WriteByte(upperHex[c&15])
		}
	}
	return b.String()
}

// urlDecode is java.net.URLDecoder.decode.
func urlDecode(text string) (string, error) {
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '+':
			out = append(out, ' ')
		case '%':
			if i+2 >= len(text) {
				return "", fmt.Errorf("incomplete escape %q", text[i:])
			}
			hi, lo := strings.IndexByte(upperHex, upper(text[i+1])), strings.IndexByte(upperHex, upper(text[i+2]))
			if hi < 0 || lo < 0 {
				return "", fmt.Errorf("illegal escape %q", text[i:i+3])
			}
			out = append(out, byte(hi<<4|lo))
			i += 2
		default:
			out = append(out, c)
		}
	}
	return validText(out), nil
}

func upper(c byte) byte {
	if c >= 'a' && c <= 'z' {
		return c - 'a' + 'A'
	}
	return c
}

// base64Decode reads the standard and the URL alphabet, with or without
// padding; line ends do not count.
func base64Decode(text string) (string, error) {
	clean := strings.Map(func(r rune) rune {
		switch r {
		case '-':
			return '+'
		case '_':
			return '/'
		case '\r', '\n', ' ', '\t', '=':
			return -1
		}
		return r
	}, text)
	out, err := base64.RawStdEncoding.DecodeString(clean)
	if err != nil {
		return "", err
	}
	return validText(out), nil
}

// validText reads bytes as UTF-8; others become U+FFFD.
func validText(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	return strings.ToValidUTF8(string(b), "\uFFFD")
}
