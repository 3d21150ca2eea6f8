package handlers

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/internal/codegen/java"
)

func TestJava(t *testing.T) {
	if testing.Short() {
		t.Skip("it runs Maven")
	}
	for _, tool := range []string{"java", "javac", "mvn"} {
		_, err := exec.LookPath(tool)
		need(t, err == nil, tool+" is not installed")
	}
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "program"), os.DirFS("testdata/java")); err != nil {
		t.Fatal(err)
	}
	generate(t, java.Target, filepath.Join(dir, "conformance"), nil)
	write(t, filepath.Join(dir, "pom.xml"), []byte(javaModules))
	build := exec.CommandContext(t.Context(), "mvn", "--batch-mode", "--quiet", "package")
	build.Dir = dir
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	target := filepath.Join(dir, "program", "target")
	libraries(t, filepath.Join(target, "lib"))
	classPath := strings.Join([]string{filepath.Join(target, "classes"), filepath.Join(target, "lib", "*")}, string(os.PathListSeparator))
	compare(t, run(t, exec.CommandContext(t.Context(), "java", "-cp", classPath, "program.Main")))
}

// libraries verifies what a function deploys besides its own classes.
func libraries(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, regexp.MustCompile(`-[0-9.]+\.jar$`).ReplaceAllString(e.Name(), ""))
	}
	want := []string{"aws-lambda-java-core", "conformance-runtime", "jackson-annotations", "jackson-core", "jackson-databind", "jackson-datatype-jsr310"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("a function has other libraries (-want +got):\n%s", diff)
	}
}

// javaModules is a Maven project of the program and what is generated for it.
const javaModules = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>conformance</groupId>
  <artifactId>all</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <modules>
    <module>conformance</module>
    <module>program</module>
  </modules>
</project>
`
