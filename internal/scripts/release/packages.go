package main

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"text/template"
)

const description = "Type-safe APIs on Amazon API Gateway"

//go:embed gatewright.rb.tmpl
var formula string

// homebrew writes a formula that installs the archives.
func (r *release) homebrew() error {
	t, err := template.New("formula").Funcs(template.FuncMap{"sum": r.sum}).Parse(formula)
	if err != nil {
		return err
	}
	data := map[string]any{"Version": r.version, "Repository": repository, "Description": description}
	var archives []map[string]string
	for i, p := range r.platforms {
		archives = append(archives, map[string]string{"OS": p.os, "Arch": p.arch, "Name": r.archives[i]})
	}
	data["Archives"] = archives
	var b bytes.Buffer
	if err := t.Execute(&b, data); err != nil {
		return err
	}
	return r.write("homebrew/gatewright.rb", b.Bytes())
}

//go:embed launcher.js
var launcher []byte

// npm writes a package of each platform, of which npm installs the one that fits, and
// the package that depends on them and has the command.
func (r *release) npm() error {
	optional := map[string]string{}
	for i, p := range r.platforms {
		system, cpu, _ := strings.Cut(p.npm, "-")
		optional["@gatewright/"+p.npm] = r.version
		manifest := map[string]any{"os": []string{system}, "cpu": []string{cpu}, "preferUnplugged": true}
		program := entry{"package/bin/" + p.binary(), r.programs[i], true}
		if err := r.npmPackage("@gatewright/"+p.npm, manifest, program); err != nil {
			return err
		}
	}
	manifest := map[string]any{
		"bin":                  map[string]string{"gatewright": "bin/gatewright.js"},
		"engines":              map[string]string{"node": ">=18"},
		"optionalDependencies": optional,
	}
	return r.npmPackage("gatewright", manifest, entry{"package/bin/gatewright.js", launcher, true})
}

func (r *release) npmPackage(name string, manifest map[string]any, program entry) error {
	manifest["name"], manifest["version"], manifest["description"], manifest["license"] = name, r.version, description, "Apache-2.0"
	manifest["repository"] = map[string]string{"type": "git", "url": "git+" + repository + ".git"}
	text, err := json.MarshalIndent(manifest, "", "  ")
	if err != nil {
		return err
	}
	archive, err := tarGz([]entry{{"package/package.json", text, false}, program})
	if err != nil {
		return err
	}
	return r.write("npm/"+strings.NewReplacer("@", "", "/", "-").Replace(name)+"-"+r.version+".tgz", archive)
}

// wheels writes a wheel of each platform. It has the program as a script, and no Python.
func (r *release) wheels() error {
	for i, p := range r.platforms {
		info := "gatewright-" + r.version + ".dist-info/"
		metadata := fmt.Sprintf("Metadata-Version: 2.1\nName: gatewright\nVersion: %s\nSummary: %s\nLicense: Apache-2.0\nProject-URL: Source, %s\n", r.version, description, repository)
		tags := "Wheel-Version: 1.0\nGenerator: gatewright\nRoot-Is-Purelib: false\nTag: py3-none-" +
			strings.ReplaceAll(p.wheel, ".", "\nTag: py3-none-") + "\n"
		entries := []entry{
			{"gatewright-" + r.version + ".data/scripts/" + p.binary(), r.programs[i], true},
			{info + "METADATA", []byte(metadata), false},
			{info + "WHEEL", []byte(tags), false},
		}
		var record strings.Builder
		for _, e := range entries {
			sum := sha256.Sum256(e.text)
			fmt.Fprintf(&record, "%s,sha256=%s,%d\n", e.name, base64.RawURLEncoding.EncodeToString(sum[:]), len(e.text))
		}
		fmt.Fprintf(&record, "%sRECORD,,\n", info)
		wheel, err := zipped(append(entries, entry{info + "RECORD", []byte(record.String()), false}))
		if err != nil {
			return err
		}
		if err := r.write("pypi/gatewright-"+r.version+"-py3-none-"+p.wheel+".whl", wheel); err != nil {
			return err
		}
	}
	return nil
}

// maven writes a repository with a jar of each platform, by classifier, that holds the
// program for the construct in Java.
func (r *release) maven() error {
	dir := "maven/io/github/gatewright/gatewright-engine/" + r.version + "/gatewright-engine-" + r.version
	for i, p := range r.platforms {
		jar, err := zipped([]entry{
			{"META-INF/MANIFEST.MF", []byte("Manifest-Version: 1.0\n"), false},
			{"io/github/gatewright/engine/" + p.maven + "/" + p.binary(), r.programs[i], true},
		})
		if err != nil {
			return err
		}
		if err := r.write(dir+"-"+p.maven+".jar", jar); err != nil {
			return err
		}
	}
	return r.write(dir+".pom", fmt.Appendf(nil, `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>io.github.gatewright</groupId>
  <artifactId>gatewright-engine</artifactId>
  <version>%s</version>
  <packaging>pom</packaging>
  <name>gatewright</name>
  <description>%s</description>
  <url>%s</url>
  <licenses><license><name>Apache-2.0</name></license></licenses>
</project>
`, r.version, description, repository))
}
