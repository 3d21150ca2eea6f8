package integration

import (
	"regexp"
	"strings"
)

// literalTemplate returns a mapping template that prints a text as it is: "$" and
// "#" are printed by variables, and so is a backslash before one of them, which
// would otherwise escape the variable (Apache Velocity, "User Guide", "Escaping
// VTL Directives"). Tokens of the AWS CDK are left for the CDK to find.
func literalTemplate(text string) string {
	if specialIn(text) < 0 {
		return text
	}
	var head, body strings.Builder
	head.WriteString("#set($dollar = '$')#set($hash = '#')")
	if strings.Contains(text, `\$`) || strings.Contains(text, `\#`) {
		head.WriteString(`#set($backslash = $util.base64Decode("XA=="))`)
	}
	if strings.ContainsRune(" \t\r\n", rune(text[0])) { // a line's end after #set would be taken with it
		head.WriteString(`#set($nothing = '')${nothing}`)
	}
	for rest := text; rest != ""; {
		plain, backslashes, next := cutSpecial(rest)
		body.WriteString(plain)
		body.WriteString(strings.Repeat("${backslash}", backslashes))
		rest = rest[len(plain)+backslashes:]
		if next != "" {
			body.WriteString(next)
			rest = rest[1:]
		}
	}
	return head.String() + body.String()
}

// token is a token of the AWS CDK, in whose place is something else when the template
// gets to API Gateway.
var token = regexp.MustCompile(`^\$\{Token\[[A-Za-z0-9_.:-]+\]\}`)

// specialIn returns the place of the first "$" or "#" that is not a token's, or -1.
func specialIn(text string) int {
	for from := 0; ; {
		next := strings.IndexAny(text[from:], "$#")
		if next < 0 {
			return -1
		}
		at := from + next
		known := token.FindString(text[at:])
		if known == "" {
			return at
		}
		from = at + len(known)
	}
}

// cutSpecial returns what is before the first "$" or "#", the number of
// backslashes right before it, and what prints it; "" when there is none.
func cutSpecial(text string) (plain string, backslashes int, printed string) {
	at := specialIn(text)
	if at < 0 {
		return text, 0, ""
	}
	plain = strings.TrimRight(text[:at], `\`)
	printed = "${dollar}"
	if text[at] == '#' {
		printed = "${hash}"
	}
	return plain, at - len(plain), printed
}
