// Command release builds what is published: binaries with checksums and bills of
// materials, a Homebrew formula, npm packages, Python wheels, Maven artifacts, and a
// module proxy with the Go modules. It publishes nothing.
package main

import (
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/version"
)

const repository = "https://github.com/gatewright/gatewright"

// platform is what a binary is built for, and its name in each package manager.
type platform struct {
	os, arch string
	npm      string // of the package, and "os cpu" with a space in place of the hyphen
	wheel    string // platform tags
	maven    string // classifier
}

var platforms = []platform{
	{"linux", "amd64", "linux-x64", "manylinux_2_17_x86_64.manylinux2014_x86_64.musllinux_1_1_x86_64", "linux-x86_64"},
	{"linux", "arm64", "linux-arm64", "manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64", "linux-aarch64"},
	{"darwin", "amd64", "darwin-x64", "macosx_11_0_x86_64", "osx-x86_64"},
	{"darwin", "arm64", "darwin-arm64", "macosx_11_0_arm64", "osx-aarch64"},
	{"windows", "amd64", "win32-x64", "win_amd64", "windows-x86_64"},
	{"windows", "arm64", "win32-arm64", "win_arm64", "windows-aarch64"},
}

func (p platform) String() string { return p.os + "-" + p.arch }

// binary returns the name of the program.
func (p platform) binary() string {
	if p.os == "windows" {
		return "gatewright.exe"
	}
	return "gatewright"
}

func main() {
	log.SetFlags(0)
	out := flag.String("out", "dist", "`directory` to write, which is replaced")
	only := flag.String("platforms", "", "only these, separated by commas: linux-amd64")
	tag := flag.Bool("tag", false, "create the tags of the Go modules in this clone")
	flag.Parse()
	r := &release{out: *out, version: version.Version, tag: *tag}
	for _, p := range platforms {
		if *only == "" || slices.Contains(strings.Split(*only, ","), p.String()) {
			r.platforms = append(r.platforms, p)
		}
	}
	if err := r.build(); err != nil {
		log.Fatal("release: ", err)
	}
}

// release is one run.
type release struct {
	out, version string
	platforms    []platform
	programs     [][]byte // by platform
	archives     []string // their names, by platform
	tag          bool
}

func (r *release) build() error {
	if err := os.RemoveAll(r.out); err != nil {
		return err
	}
	for _, step := range []func() error{r.binaries, r.homebrew, r.npm, r.wheels, r.maven, r.goModules, r.checksums} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// write writes a file below the directory of the release.
func (r *release) write(name string, text []byte) error {
	path := filepath.Join(r.out, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o644)
}

// binaries builds the program for each platform and archives it.
func (r *release) binaries() (err error) {
	license, err := os.ReadFile("LICENSE")
	if err != nil {
		return err
	}
	temporary, err := os.MkdirTemp("", "gatewright-release-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temporary)) }()
	for _, p := range r.platforms {
		file := filepath.Join(temporary, p.String())
		c := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", file, "./cmd/gatewright")
		c.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+p.os, "GOARCH="+p.arch, "GOWORK=off")
		if out, err := c.CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %w\n%s", p, err, out)
		}
		if err := r.archive(p, file, license); err != nil {
			return err
		}
	}
	return nil
}

// archive writes the archive of a program, and what it was built from.
func (r *release) archive(p platform, file string, license []byte) error {
	program, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	r.programs = append(r.programs, program)
	name := fmt.Sprintf("gatewright_%s_%s_%s", r.version, p.os, p.arch)
	pack, extension := tarGz, ".tar.gz"
	if p.os == "windows" {
		pack, extension = zipped, ".zip"
	}
	r.archives = append(r.archives, name+extension)
	packed, err := pack([]entry{{p.binary(), program, true}, {"LICENSE", license, false}})
	if err != nil {
		return err
	}
	materials, err := billOfMaterials(file, r.version)
	if err != nil {
		return err
	}
	return errors.Join(r.write(name+extension, packed), r.write(name+".cdx.json", materials))
}

// sum returns the SHA-256 of a file of the release, in hexadecimal digits.
func (r *release) sum(name string) (string, error) {
	text, err := os.ReadFile(filepath.Join(r.out, filepath.FromSlash(name)))
	return fmt.Sprintf("%x", sha256.Sum256(text)), err
}

// checksums lists the SHA-256 of every file, as sha256sum --check reads it.
func (r *release) checksums() error {
	var lines strings.Builder
	err := filepath.WalkDir(r.out, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(r.out, path)
		if err != nil {
			return err
		}
		sum, err := r.sum(filepath.ToSlash(name))
		fmt.Fprintf(&lines, "%s  %s\n", sum, filepath.ToSlash(name))
		return err
	})
	if err != nil {
		return err
	}
	return r.write("SHA256SUMS", []byte(lines.String()))
}
