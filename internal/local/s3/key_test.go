package s3

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
)

func TestPathOfKey(t *testing.T) {
	long := strings.Repeat("x", 256)
	for _, test := range []struct {
		name   string
		naming naming
		key    string
		want   string // empty: refused
	}{
		{"plain", unixNaming, "pets/cat.json", "pets/cat.json"},
		{"space and unicode", unixNaming, "my pets/Käthe ☃.json", "my pets/Käthe ☃.json"},
		{"parent", unixNaming, "../secret", "%2E%2E/secret"},
		{"parents inside", unixNaming, "a/../../b", "a/%2E%2E/%2E%2E/b"},
		{"here", unixNaming, "a/./b", "a/%2E/b"},
		{"more dots are a name", unixNaming, "...", "..."},
		{"absolute", unixNaming, "/etc/passwd", "%empty/etc/passwd"},
		{"folder", unixNaming, "folder/", "folder/%empty"},
		{"empty part", unixNaming, "a//b", "a/%empty/b"},
		{"only a slash", unixNaming, "/", "%empty/%empty"},
		{"NUL", unixNaming, "a\x00b", ""},
		{"backslash is a character", unixNaming, `..\secret`, `..\secret`},
		{"backslash on Windows", windowsNaming, `..\secret`, "..%5Csecret"},
		{"drive", windowsNaming, `C:\Windows`, "C%3A%5CWindows"},
		{"device", windowsNaming, "a/con.txt", "a/%63on.txt"},
		{"numbered device", windowsNaming, "COM¹", "%43OM¹"},
		{"not a device", windowsNaming, "console", "console"},
		{"device is a name elsewhere", unixNaming, "CON", "CON"},
		{"trailing dot", windowsNaming, "a./b ", "a%2E/b%20"},
		{"two dots on Windows", windowsNaming, "..", "%2E%2E"},
		{"control", windowsNaming, "a\nb", "a%0Ab"},
		{"percent", unixNaming, "100%", "100%"},
		{"looks escaped but is not", unixNaming, "a%20b", "a%20b"},
		{"is what an escape looks like", unixNaming, "%2E%2E", "%252E%252E"},
		{"and once more", unixNaming, "%252E%252E", "%25252E%25252E"},
		{"the empty part's name", unixNaming, "%empty", "%25empty"},
		{"side data", unixNaming, ".gatewright-s3/objects/x", "%2Egatewright-s3/objects/x"},
		{"side data in another case", unixNaming, ".GateWright-S3x", "%2EGateWright-S3x"},
		{"empty", unixNaming, "", ""},
		{"not UTF-8", unixNaming, "a\xff", ""},
		{"too long", unixNaming, strings.Repeat("a/", 513), ""},
		{"part too long", unixNaming, "a/" + long, ""},
		{"part too long once escaped", windowsNaming, strings.Repeat(":", 90), ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := test.naming.path(test.key)
			if got != test.want || (err != nil) != (test.want == "") {
				t.Fatalf("path(%q) = %q, %v; want %q", test.key, got, err, test.want)
			}
			if err != nil && !errors.As(err, new(*apiError)) {
				t.Errorf("path(%q): %v is not an S3 error", test.key, err)
			}
		})
	}
}

// FuzzPathOfKey holds for every key: its path stays below the bucket, stands for
// no other key, and is not a name of this package's own.
func FuzzPathOfKey(f *testing.F) {
	for _, key := range []string{
		"a", "..", "../..", "a//b/", "%2E%2E/x", "%252E", "%empty", "%25empty", "CON", "a.", ".gatewright-s3", "a\x00", `a\..\b`, "c:x", "%%2E", "%2", "/",
	} {
		f.Add(key)
	}
	f.Fuzz(func(t *testing.T, key string) {
		for _, n := range []naming{unixNaming, windowsNaming} {
			path, err := n.path(key)
			if err != nil {
				continue
			}
			if !filepath.IsLocal(path) || filepath.Clean(path) != path {
				t.Fatalf("%q leads to %q", key, path)
			}
			names := strings.Split(path, "/")
			for i, name := range names {
				if n.unfit(name) || isHidden(name) {
					t.Fatalf("%q has the name %q, which is not to be used", key, name)
				}
				names[i] = n.part(name)
			}
			if back := strings.Join(names, "/"); back != key {
				t.Fatalf("%q leads to %q, which is of %q", key, path, back)
			}
		}
	})
}

// FuzzPartOfName holds for every name that a file may have by other hands: the key
// that is listed for it leads back to it.
func FuzzPartOfName(f *testing.F) {
	for _, name := range []string{"a", "%2E", "%2E%2E", "%41", "%empty", "%25empty", "my%20file", "%", "%2e"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		for _, n := range []naming{unixNaming, windowsNaming} {
			if n.unfit(name) || strings.Contains(name, "/") {
				continue
			}
			if back := n.name(n.part(name)); back != name {
				t.Fatalf("the name %q is listed as %q, which leads to %q", name, n.part(name), back)
			}
		}
	})
}
