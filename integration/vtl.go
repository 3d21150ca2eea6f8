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
	for i := range len(text) {
		switch c := text[i]; {
		case c == '$':
			body.WriteString("${dollar}")
		case c == '#':
			body.WriteString("${hash}")
		case c == '\\' && precedesSpecial(text[i:]):
			body.WriteString("${backslash}")
		default:
			body.WriteByte(c)
		}
	}
	return head.String() + body.String()
}

// precedesSpecial reports whether a run of backslashes ends at a "$" or "#".
func precedesSpecial(text string) bool {
	rest := strings.TrimLeft(text, `\`)
	return rest != "" && (rest[0] == '$' || rest[0] == '#')
}
