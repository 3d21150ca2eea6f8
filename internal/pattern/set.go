package pattern

import (
	"sort"
	"strings"
	"unicode"
)

// runeRange is an inclusive range of code points.
type runeRange struct{ lo, hi rune }

// set is a set of code points: sorted ranges that neither touch nor overlap.
type set []runeRange

func single(r rune) set { return set{{r, r}} }

// normalize sorts and merges.
func (s set) normalize() set {
	sort.Slice(s, func(i, j int) bool { return s[i].lo < s[j].lo })
	out := s[:0]
	for _, r := range s {
		if n := len(out); n > 0 && r.lo <= out[n-1].hi+1 {
			out[n-1].hi = max(out[n-1].hi, r.hi)
			continue
		}
		out = append(out, r)
	}
	return out
}

func (s set) union(o set) set {
	return append(append(make(set, 0, len(s)+len(o)), s...), o...).normalize()
}

func (s set) negate() set {
	out := make(set, 0, len(s)+1)
	next := rune(0)
	for _, r := range s {
		if r.lo > next {
			out = append(out, runeRange{next, r.lo - 1})
		}
		next = r.hi + 1
	}
	if next <= unicode.MaxRune {
		out = append(out, runeRange{next, unicode.MaxRune})
	}
	return out
}

func (s set) intersect(o set) set { return s.negate().union(o.negate()).negate() }

func fromTable(t *unicode.RangeTable) set {
	var s set
	add := func(lo, hi, stride rune) {
		if stride == 1 {
			s = append(s, runeRange{lo, hi})
			return
		}
		for r := lo; r <= hi; r += stride {
			s = append(s, runeRange{r, r})
		}
	}
	for _, r := range t.R16 {
		add(rune(r.Lo), rune(r.Hi), rune(r.Stride))
	}
	for _, r := range t.R32 {
		add(rune(r.Lo), rune(r.Hi), rune(r.Stride))
	}
	return s.normalize()
}

// String writes the set as a class that RE2 and .NET engines read alike.
func (s set) String() string {
	switch {
	case len(s) == 0:
		return never
	case len(s) == 1 && s[0].lo == s[0].hi:
		return quoteRune(s[0].lo)
	}
	var b strings.Builder
	b.WriteByte('[')
	if n := s.negate(); len(n) > 0 && len(n) < len(s) {
		b.WriteByte('^')
		s = n
	}
	for _, r := range s {
		b.WriteString(quoteRune(r.lo))
		if r.hi > r.lo {
			b.WriteByte('-')
			b.WriteString(quoteRune(r.hi))
		}
	}
	b.WriteByte(']')
	return b.String()
}

// never is a class that matches nothing.
const never = `[^\x00-` + string(unicode.MaxRune) + `]`

// quoteRune writes one code point so that it stands for itself inside and
// outside of classes.
func quoteRune(r rune) string {
	const hex = "0123456789abcdef"
	switch {
	case r < 0x20 || r == 0x7F:
		return `\x` + string(hex[r>>4]) + string(hex[r&15])
	case strings.ContainsRune(`\.+*?()|[]{}^$-#&~`, r):
		return `\` + string(r)
	}
	return string(r)
}

var (
	digits     = set{{'0', '9'}}
	wordChars  = set{{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}
	javaSpaces = set{{'\t', '\r'}, {' ', ' '}}
	horizontal = set{{'\t', '\t'}, {' ', ' '}, {0xA0, 0xA0}, {0x1680, 0x1680}, {0x180E, 0x180E},
		{0x2000, 0x200A}, {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}}
	vertical   = set{{'\n', '\r'}, {0x85, 0x85}, {0x2028, 0x2029}}
	ecmaSpaces = set{{'\t', '\r'}, {' ', ' '}, {0xA0, 0xA0}, {0x1680, 0x1680}, {0x2000, 0x200A},
		{0x2028, 0x2029}, {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}, {0xFEFF, 0xFEFF}}
	javaLineEnds = set{{'\n', '\n'}, {'\r', '\r'}, {0x85, 0x85}, {0x2028, 0x2029}}
	ecmaLineEnds = set{{'\n', '\n'}, {'\r', '\r'}, {0x2028, 0x2029}}
)

// posix are the US-ASCII properties of java.util.regex.Pattern.
var posix = map[string]set{
	"Lower":  {{'a', 'z'}},
	"Upper":  {{'A', 'Z'}},
	"ASCII":  {{0, 0x7F}},
	"Alpha":  {{'A', 'Z'}, {'a', 'z'}},
	"Digit":  digits,
	"Alnum":  {{'0', '9'}, {'A', 'Z'}, {'a', 'z'}},
	"Punct":  {{'!', '/'}, {':', '@'}, {'[', '`'}, {'{', '~'}},
	"Graph":  {{'!', '~'}},
	"Print":  {{' ', '~'}},
	"Blank":  {{'\t', '\t'}, {' ', ' '}},
	"Cntrl":  {{0, 0x1F}, {0x7F, 0x7F}},
	"XDigit": {{'0', '9'}, {'A', 'F'}, {'a', 'f'}},
	"Space":  javaSpaces,
}

// ecmaCategories are the names of general categories that ECMA-262 knows next to
// those of two letters, table "Value aliases and canonical values for the Unicode
// property General_Category".
var ecmaCategories = map[string]string{
	"Cased_Letter": "LC", "Close_Punctuation": "Pe", "Combining_Mark": "M", "Connector_Punctuation": "Pc", "Control": "Cc",
	"Currency_Symbol": "Sc", "Dash_Punctuation": "Pd", "Decimal_Number": "Nd", "Enclosing_Mark": "Me", "Final_Punctuation": "Pf",
	"Format": "Cf", "Initial_Punctuation": "Pi", "Letter": "L", "Letter_Number": "Nl", "Line_Separator": "Zl",
	"Lowercase_Letter": "Ll", "Mark": "M", "Math_Symbol": "Sm", "Modifier_Letter": "Lm", "Modifier_Symbol": "Sk",
	"Nonspacing_Mark": "Mn", "Number": "N", "Open_Punctuation": "Ps", "Other": "C", "Other_Letter": "Lo", "Other_Number": "No",
	"Other_Punctuation": "Po", "Other_Symbol": "So", "Paragraph_Separator": "Zp", "Private_Use": "Co", "Punctuation": "P",
	"Separator": "Z", "Space_Separator": "Zs", "Spacing_Mark": "Mc", "Surrogate": "Cs", "Symbol": "S", "Titlecase_Letter": "Lt",
	"Uppercase_Letter": "Lu", "cntrl": "Cc", "digit": "Nd", "punct": "P",
}

// ecmaProperties are properties of ECMA-262 that more than one table makes up.
var ecmaProperties = map[string][]*unicode.RangeTable{
	"Alphabetic": {unicode.L, unicode.Nl, unicode.Other_Alphabetic},
	"Lowercase":  {unicode.Ll, unicode.Other_Lowercase},
	"Uppercase":  {unicode.Lu, unicode.Other_Uppercase},
	"LC":         {unicode.Lu, unicode.Ll, unicode.Lt},
}

// ecmaAliases are short names of properties.
var ecmaAliases = map[string]string{
	"Alpha": "Alphabetic", "Lower": "Lowercase", "Upper": "Uppercase", "space": "White_Space",
	"AHex": "ASCII_Hex_Digit", "Hex": "Hex_Digit", "Ideo": "Ideographic", "Dia": "Diacritic",
}

// ecmaProperty resolves the name in \p{name} of ECMA-262. Names that only Java knows
// mean what they do there.
func ecmaProperty(name string) (set, bool) {
	short := name
	if key, value, isPair := strings.Cut(name, "="); isPair {
		switch key {
		case "General_Category", "gc":
			short = value
		case "Script", "sc", "Script_Extensions", "scx":
			table, ok := unicode.Scripts[value]
			if !ok {
				return nil, false
			}
			return fromTable(table), true
		}
	}
	if alias, ok := ecmaAliases[short]; ok {
		short = alias
	}
	if category, ok := ecmaCategories[short]; ok {
		short = category
	}
	if tables, ok := ecmaProperties[short]; ok {
		var all set
		for _, t := range tables {
			all = all.union(fromTable(t))
		}
		return all, true
	}
	for _, tables := range [...]map[string]*unicode.RangeTable{unicode.Categories, unicode.Properties} {
		if t, ok := tables[short]; ok {
			return fromTable(t), true
		}
	}
	return property(name)
}

// property resolves the name in \p{name} of Java.
func property(name string) (set, bool) {
	if s, ok := posix[name]; ok {
		return s, true
	}
	for _, prefix := range [...]string{"", "Is", "java", "general_category=", "gc=", "gc:", "script=", "sc=", "Script=", "General_Category="} {
		short, ok := strings.CutPrefix(name, prefix)
		if !ok {
			continue
		}
		if s, ok := unicodeProperty(short); ok {
			return s, true
		}
	}
	return nil, false
}

// longNames are the properties that Java and ECMAScript spell out.
var longNames = map[string]*unicode.RangeTable{
	"Alphabetic":   unicode.L,
	"Letter":       unicode.L,
	"Number":       unicode.N,
	"Punctuation":  unicode.P,
	"Symbol":       unicode.S,
	"Ideographic":  unicode.Ideographic,
	"Uppercase":    unicode.Lu,
	"UpperCase":    unicode.Lu,
	"Lowercase":    unicode.Ll,
	"LowerCase":    unicode.Ll,
	"White_Space":  unicode.White_Space,
	"Whitespace":   unicode.White_Space,
	"Control":      unicode.Cc,
	"Digit":        unicode.Nd,
	"TitleCase":    unicode.Lt,
	"Titlecase":    unicode.Lt,
	"Hex_Digit":    unicode.Hex_Digit,
	"Dash":         unicode.Dash,
	"Diacritic":    unicode.Diacritic,
	"Mark":         unicode.M,
	"Separator":    unicode.Z,
	"Other_Letter": unicode.Lo,
}

func unicodeProperty(name string) (set, bool) {
	switch name {
	case "Any":
		return set{{0, unicode.MaxRune}}, true
	case "L1":
		return set{{0, 0xFF}}, true
	}
	for _, tables := range [...]map[string]*unicode.RangeTable{unicode.Categories, unicode.Scripts, longNames} {
		if t, ok := tables[name]; ok {
			return fromTable(t), true
		}
	}
	return nil, false
}
