package lambda

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// java is the java family.
type java struct {
	major string
}

func (j java) build(ctx context.Context, w *workshop, f Function) (*artifact, error) {
	program, err := w.rt.tools.lookup("java", func() (tool, error) { return probeJava(ctx) })
	if err != nil {
		return nil, missing("java", f.Runtime, err)
	}
	if program.version != j.major {
		w.rt.warnOnce(fmt.Sprintf("runtime %s runs on Java %s, the java on the PATH", f.Runtime, program.version))
	}
	bootstrap, err := w.rt.tools.lookup("java bootstrap", func() (tool, error) {
		return compileBootstrap(ctx, filepath.Join(w.rt.dir, "runtime"), program)
	})
	if err != nil {
		return nil, err
	}
	root, entries, err := javaClassPath(w, f.Code)
	if err != nil {
		return nil, err
	}
	classPath := slices.Concat([]string{bootstrap.path}, entries, w.layerJars())
	command := []string{
		program.path,
		"-Xmx" + strconv.Itoa(f.Memory*8/10) + "m",
		// As the service does, quick start goes before peak speed.
		"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-XX:-UsePerfData",
		"-cp", strings.Join(classPath, string(os.PathListSeparator)),
	}
	if f.DebugPort != 0 {
		command = append(command, "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address="+f.debugAddress())
	}
	return &artifact{root: root, command: append(command, "gatewright.Bootstrap")}, nil
}

func (java) inputs(_ context.Context, f Function, _ inputs) inputs { return bundleInputs(f.Code) }

// javaClassPath follows "Working with .zip file archives for Java": classes at
// the root, libraries in lib. A jar without libraries is used as it is.
func javaClassPath(w *workshop, code string) (root string, entries []string, err error) {
	file, err := filepath.Abs(code)
	if err != nil {
		return "", nil, err
	}
	if strings.EqualFold(filepath.Ext(file), ".jar") {
		nested, err := hasNestedJars(file)
		if err != nil {
			return "", nil, fmt.Errorf("read %s: %w", code, err)
		}
		if !nested {
			return filepath.Dir(file), []string{file}, nil
		}
	}
	root, err = w.unpack(code)
	if err != nil {
		return "", nil, err
	}
	if err := hasClasses(code, root); err != nil {
		return "", nil, err
	}
	return root, []string{root, filepath.Join(root, "lib", "*")}, nil
}

func hasNestedJars(file string) (nested bool, err error) {
	reader, err := zip.OpenReader(file)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, reader.Close()) }()
	for _, entry := range reader.File {
		if ok, _ := path.Match("lib/*.jar", entry.Name); ok {
			return true, nil
		}
	}
	return false, nil
}

// errFound ends a walk early.
var errFound = errors.New("found")

// hasClasses fails, with advice, when a bundle has nothing to run.
func hasClasses(code, root string) error {
	if jars, _ := filepath.Glob(filepath.Join(root, "lib", "*.jar")); len(jars) > 0 {
		return nil
	}
	project := projectFile(root)
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && project != "" && (entry.Name() == "target" || entry.Name() == "build"):
			return fs.SkipDir // the project's output is not a bundle at this root
		case filepath.Ext(name) == ".class":
			return errFound
		}
		return nil
	})
	switch {
	case errors.Is(err, errFound):
		return nil
	case err != nil:
		return err
	case project == "pom.xml":
		return fmt.Errorf("%s is a Maven project, not a bundle: run mvn package and name the jar, for example %s",
			code, filepath.ToSlash(exampleJar(root, filepath.Join(code, "target"))))
	case project != "":
		return fmt.Errorf("%s is a Gradle project, not a bundle: run gradle build and name the jar or zip below %s",
			code, filepath.ToSlash(filepath.Join(code, "build")))
	}
	return fmt.Errorf("%s has neither class files nor jars in lib", code)
}

func projectFile(root string) string {
	for _, name := range []string{"pom.xml", "build.gradle", "build.gradle.kts"} {
		if _, err := os.Stat(filepath.Join(root, name)); err == nil {
			return name
		}
	}
	return ""
}

func exampleJar(root, target string) string {
	jars, _ := filepath.Glob(filepath.Join(root, "target", "*.jar"))
	for _, jar := range jars {
		if !strings.HasPrefix(filepath.Base(jar), "original-") {
			return filepath.Join(target, filepath.Base(jar))
		}
	}
	return filepath.Join(target, "function.jar")
}

// probeJava asks the java of JAVA_HOME, else of the PATH, for its properties.
func probeJava(ctx context.Context) (tool, error) {
	program := "java"
	if home := os.Getenv("JAVA_HOME"); home != "" {
		program = filepath.Join(home, "bin", "java")
	}
	file, err := exec.LookPath(program)
	if err != nil {
		return tool{}, err
	}
	cmd := exec.CommandContext(ctx, file, "-XshowSettings:properties", "-version")
	output, err := cmd.CombinedOutput()
	if err != nil {
		return tool{}, &outputError{err: fmt.Errorf("java -version: %w", err), output: string(output)}
	}
	found := tool{path: file}
	lines := bufio.NewScanner(bytes.NewReader(output))
	for lines.Scan() {
		key, value, _ := strings.Cut(lines.Text(), "=")
		switch strings.TrimSpace(key) {
		case "java.home":
			found.home = strings.TrimSpace(value)
		case "java.specification.version":
			found.version = strings.TrimSpace(value)
		}
	}
	if found.home != "" {
		found.path = filepath.Join(found.home, "bin", "java")
	}
	return found, lines.Err()
}

// compileBootstrap compiles our runtime interface once for all functions.
func compileBootstrap(ctx context.Context, dir string, program tool) (tool, error) {
	javac := filepath.Join(program.home, "bin", "javac")
	if _, err := exec.LookPath(javac); err != nil {
		if javac, err = exec.LookPath("javac"); err != nil {
			return tool{}, errors.New("java functions need a JDK: no javac next to java or on the PATH")
		}
	}
	classes := filepath.Join(dir, "java")
	_, err := run(ctx, dir, javac, "-J-XX:TieredStopAtLevel=1", "-proc:none", "-nowarn", "-encoding", "UTF-8",
		"-d", classes, filepath.Join(dir, "Bootstrap.java"))
	return tool{path: classes}, err
}
