package s3

import (
	"fmt"
	"runtime"
	"strings"
	"unicode/utf8"
)

const (
	// maxKeyBytes is the longest key that Amazon S3 takes ("Naming Amazon S3
	// objects", Amazon S3 User Guide).
	maxKeyBytes = 1024

	// maxNameBytes is the longest file name that the usual file systems take.
	maxNameBytes = 255

	// hiddenPrefix begins the names that are this package's own: the directory
	// of side data and the temporary files. They are never objects.
	hiddenPrefix = ".gatewright-s3"

	// emptyName stands for an empty part of a key, as in "a//b" and "folder/".
	emptyName = "%empty"
)

// naming says which parts of a key, between its slashes, a file system cannot
// hold as they are. Those are written with percent escapes; every other part is
// its own file name. Each key has one path and each path at most one key.
type naming struct {
	forbidden string // bytes that no name may hold
	trailing  string // bytes that may not end a name
	control   bool   // bytes below 0x20 are forbidden too
	devices   bool   // CON, NUL, COM1 … are devices whatever their extension
}

var (
	unixNaming    = naming{}
	windowsNaming = naming{forbidden: `<>:"|?*\` + "\x7f", trailing: " .", control: true, devices: true}
)

func localNaming() naming {
	if runtime.GOOS == "windows" {
		return windowsNaming
	}
	return unixNaming
}

// path returns the slash-separated path, below the bucket's directory, of the file
// that holds the object. No element of it is empty, "." or "..".
func (n naming) path(key string) (string, error) {
	switch {
	case key == "" || !utf8.ValidString(key) || strings.IndexByte(key, 0) >= 0:
		return "", errInvalidURI // no XML document could name a key with a NUL
	case len(key) > maxKeyBytes:
		return "", errKeyTooLong(len(key))
	}
	if n.plainKey(key) {
		return key, nil
	}
	parts := strings.Split(key, "/")
	for i, part := range parts {
		parts[i] = n.name(part)
		if len(parts[i]) > maxNameBytes {
			return "", errNameTooLong(part)
		}
	}
	return strings.Join(parts, "/"), nil
}

// plainKey reports, without allocating, that the key surely is its own path.
func (n naming) plainKey(key string) bool {
	start := 0
	for i := range len(key) + 1 {
		if i < len(key) && key[i] != '/' {
			if key[i] == '%' {
				return false
			}
			continue
		}
		part := key[start:i]
		if len(part) > maxNameBytes || n.unfit(part) {
			return false
		}
		start = i + 1
	}
	return true
}

// name returns the file name of one part of a key.
func (n naming) name(part string) string {
	if n.plain(part) {
		return part
	}
	return n.escape(part)
}

// part returns the part of a key that a file name stands for.
func (n naming) part(name string) string {
	part := unescape(name)
	if part != name && !n.plain(part) && n.escape(part) == name {
		return part
	}
	return name
}

// plain reports that a part is its own file name: a file system can hold it, and
// it does not read as the escaped form of another part.
func (n naming) plain(part string) bool {
	if n.unfit(part) {
		return false
	}
	other := unescape(part)
	return other == part || n.plain(other) || n.escape(other) != part
}

func (n naming) unfit(part string) bool {
	if part == "" || n.unfitStart(part) || n.unfitEnd(part) {
		return true
	}
	for i := range len(part) {
		if n.forbids(part[i]) {
			return true
		}
	}
	return false
}

func (n naming) forbids(c byte) bool {
	return strings.IndexByte(n.forbidden, c) >= 0 || c == 0 || n.control && c < 0x20
}

func (n naming) unfitStart(part string) bool {
	return part == "." || part == ".." || isHidden(part) || n.devices && isDevice(part)
}

func (n naming) unfitEnd(part string) bool {
	return part != "" && strings.IndexByte(n.trailing, part[len(part)-1]) >= 0
}

func (n naming) escape(part string) string {
	if part == "" {
		return emptyName
	}
	var b strings.Builder
	dots := part == "." || part == ".."
	for i := range len(part) {
		c := part[i]
		if dots || c == '%' || n.forbids(c) || i == 0 && n.unfitStart(part) || i == len(part)-1 && n.unfitEnd(part) {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// unescape undoes escape. Only the forms that escape writes are read: capital
// digits, and no percent sign on its own is touched.
func unescape(name string) string {
	if name == emptyName {
		return ""
	}
	if strings.IndexByte(name, '%') < 0 {
		return name
	}
	var b strings.Builder
	for i := 0; i < len(name); i++ {
		if name[i] == '%' && i+2 < len(name) {
			high, low := hexDigit(name[i+1]), hexDigit(name[i+2])
			if high >= 0 && low >= 0 {
				b.WriteByte(byte(high<<4 | low))
				i += 2
				continue
			}
		}
		b.WriteByte(name[i])
	}
	return b.String()
}

func hexDigit(c byte) int { return strings.IndexByte("0123456789ABCDEF", c) }

// isHidden compares without regard to case, as some file systems do.
func isHidden(name string) bool {
	return len(name) >= len(hiddenPrefix) && strings.EqualFold(name[:len(hiddenPrefix)], hiddenPrefix)
}

// isDevice knows the names that Windows reserves in every directory ("Naming
// Files, Paths, and Namespaces", Microsoft).
func isDevice(part string) bool {
	base, _, _ := strings.Cut(part, ".")
	base = strings.ToUpper(strings.TrimRight(base, " "))
	switch base {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return true
	}
	number, found := strings.CutPrefix(base, "COM")
	if !found {
		number, found = strings.CutPrefix(base, "LPT")
	}
	return found && utf8.RuneCountInString(number) == 1 && strings.ContainsAny(number, "0123456789¹²³")
}
