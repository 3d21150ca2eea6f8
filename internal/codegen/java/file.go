package java

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/codegen"
)

// header starts every file that is written again each time.
const header = "// " + codegen.Marker + "\n\n"

// File is a Java file with one class, which is being written.
type File struct {
	pkg      string
	class    string
	siblings scope // classes of the package, of which imports cannot have the names
	body     Code
	indent   int
}

// newFile makes a file without contents.
func newFile(pkg, class string, siblings scope) *File {
	return &File{pkg: pkg, class: class, siblings: siblings}
}

// P writes a line, indented by the braces before it.
func (f *File) P(parts ...any) {
	if text, ok := first(parts); ok && strings.HasPrefix(text, "}") {
		f.indent--
	}
	if len(parts) > 0 {
		f.body = append(f.body, strings.Repeat("  ", f.indent))
		f.body = append(f.body, parts...)
	}
	f.body = append(f.body, "\n")
	if text, ok := last(parts); ok && strings.HasSuffix(text, "{") {
		f.indent++
	}
}

func first(parts []any) (string, bool) {
	if len(parts) == 0 {
		return "", false
	}
	text, ok := parts[0].(string)
	return text, ok
}

func last(parts []any) (string, bool) {
	if len(parts) == 0 {
		return "", false
	}
	text, ok := parts[len(parts)-1].(string)
	return text, ok
}

// Doc writes a Javadoc comment. The text may be any; an empty one is not written.
func (f *File) Doc(text string) {
	lines := comment(text)
	switch len(lines) {
	case 0:
		return
	case 1:
		f.P("/** ", lines[0], " */")
		return
	}
	f.P("/**")
	for _, line := range lines {
		f.P(strings.TrimRight(" * "+line, " "))
	}
	f.P(" */")
}

// Source returns the file.
func (f *File) Source() codegen.File {
	imports := map[Ident]bool{}
	taken := map[string]string{f.class: f.pkg}
	f.collect(f.body, imports, taken)
	var b bytes.Buffer
	b.WriteString(header)
	fmt.Fprintf(&b, "package %s;\n\n", f.pkg)
	var lines []string
	for id := range imports {
		if id.Package != f.pkg && id.Package != "java.lang" {
			lines = append(lines, "import "+id.Package+"."+id.Name+";\n")
		}
	}
	slices.Sort(lines)
	b.WriteString(strings.Join(lines, ""))
	if len(lines) > 0 {
		b.WriteByte('\n')
	}
	f.write(&b, f.body, imports)
	return codegen.File{Path: sourcePath(f.pkg, f.class), Text: b.Bytes()}
}

// collect finds the classes that are written by their short names: of those that are
// called alike, the first.
func (f *File) collect(code Code, imports map[Ident]bool, taken map[string]string) {
	for _, part := range code {
		switch part := part.(type) {
		case Ident:
			owner, known := taken[part.Name]
			switch {
			case known && owner == part.Package, !known && (part.Package == f.pkg || part.Package == "java.lang" || !f.siblings.has(part.Name)):
				taken[part.Name] = part.Package
				imports[part] = true
			}
		case Code:
			f.collect(part, imports, taken)
		case []Code:
			for _, c := range part {
				f.collect(c, imports, taken)
			}
		}
	}
}

func (f *File) write(b *bytes.Buffer, code Code, imports map[Ident]bool) {
	for _, part := range code {
		switch part := part.(type) {
		case Ident:
			if !imports[part] {
				b.WriteString(part.Package + ".")
			}
			b.WriteString(part.Name)
		case Code:
			f.write(b, part, imports)
		case []Code:
			for _, c := range part {
				f.write(b, c, imports)
			}
		default:
			fmt.Fprint(b, part)
		}
	}
}

func sourcePath(pkg, class string) string {
	return "src/main/java/" + strings.ReplaceAll(pkg, ".", "/") + "/" + class + ".java"
}
