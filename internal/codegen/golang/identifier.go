package golang

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gatewright/gatewright/model/naming"
)

// longest is how many characters an identifier is made of; what is longer is cut,
// and reports by a checksum what it was.
const longest = 100

// Exported returns the exported identifier that a name becomes: GetPetByID of
// getPetById. Go's usual abbreviations are in capitals; a name that does not start
// with a letter that has a capital gets an X.
func Exported(name string) string {
	id := camel(name)
	first, size := utf8.DecodeRuneInString(id)
	if upper := unicode.ToUpper(first); unicode.IsUpper(upper) {
		id = string(upper) + id[size:]
	} else {
		id = "X" + id
	}
	return shortened(id)
}

// Unexported returns the same identifier with a small letter, decodeX for the verb
// "decode".
func Unexported(verb, exported string) string { return verb + exported }

func camel(name string) string {
	var b strings.Builder
	for _, word := range words(name) {
		b.WriteString(inCamel(word))
	}
	return b.String()
}

// words splits a name, and spells out what has neither letters nor digits, and the
// sign of a number.
func words(name string) []string {
	found := naming.Words(strings.Map(withoutMarks, name))
	if len(found) == 0 {
		return naming.Spelled(name)
	}
	first, _ := utf8.DecodeRuneInString(found[0])
	if !unicode.IsDigit(first) || name == "" {
		return found
	}
	switch name[0] {
	case '-':
		return append([]string{"minus"}, found...)
	case '+':
		return append([]string{"plus"}, found...)
	}
	return found
}

// withoutMarks leaves out marks that are above or below letters, which Go does not
// take.
func withoutMarks(r rune) rune {
	if unicode.Is(unicode.M, r) {
		return -1
	}
	return r
}

// initialisms are the abbreviations that Go writes in capitals ("Go Code Review
// Comments", "Initialisms"; the list is that of staticcheck's ST1003).
var initialisms = func() map[string]string {
	m := map[string]string{}
	for word := range strings.FieldsSeq(`ACL API ASCII CPU CSS DNS EOF GUID HTML HTTP HTTPS ID IP JSON QPS RAM RPC SLA SMTP
		SQL SSH TCP TLS TTL UDP UI GID UID UUID URI URL UTF8 VM XML XMPP XSRF XSS SIP RTP AMQP DB TS ARN AWS 1XX 2XX 3XX
		4XX 5XX`) {
		m[strings.ToLower(word)] = word
		m[strings.ToLower(word)+"s"] = word + "s"
	}
	delete(m, "https"+"s")
	m["https"] = "HTTPS"
	return m
}()

func inCamel(word string) string {
	lower := strings.ToLower(word)
	if abbreviation, ok := initialisms[lower]; ok {
		return abbreviation
	}
	first, size := utf8.DecodeRuneInString(lower)
	return string(unicode.ToUpper(first)) + lower[size:]
}

func shortened(id string) string {
	if utf8.RuneCountInString(id) <= longest {
		return id
	}
	runes := []rune(id)
	return string(runes[:longest-checksumLength]) + checksum(id)
}

const checksumLength = 8

func checksum(text string) string {
	sum := sha256.Sum256([]byte(text))
	return strings.ToUpper(hex.EncodeToString(sum[:checksumLength/2]))
}
