package integration

import "strings"

// literalTemplate gives a mapping template that prints a text as it is: "$" and
// "#" are printed by variables, and so is a backslash before one of them, which
// would otherwise escape the variable (Apache Velocity, "User Guide", "Escaping
// VTL Directives").
func literalTemplate(text string) string {
	if !strings.ContainsAny(text, "$#") {
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

// cutSpecial gives what stands before the first "$" or "#", the number of
// backslashes right before it, and what prints it; "" when there is none.
func cutSpecial(text string) (plain string, backslashes int, printed string) {
	at := strings.IndexAny(text, "$#")
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
