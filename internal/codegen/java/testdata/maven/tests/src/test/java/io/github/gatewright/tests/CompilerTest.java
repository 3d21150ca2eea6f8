package io.github.gatewright.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds what the compiler says of generated code, and of code that uses it. */
class CompilerTest {

  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

  @TempDir Path out;

  private record Source(String text) {
    JavaFileObject file() {
      return new SimpleJavaFileObject(
          URI.create("string:///Use.java"), JavaFileObject.Kind.SOURCE) {
        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
          return text;
        }
      };
    }
  }

  private String compile(Iterable<? extends JavaFileObject> files, String classPath) {
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    List<String> options =
        List.of(
            "-Xlint:all,-processing,-classfile",
            "-d",
            out.toString(),
            "-classpath",
            classPath,
            "-encoding",
            "UTF-8");
    COMPILER.getTask(null, null, problems, options, null, files).call();
    StringBuilder text = new StringBuilder();
    problems
        .getDiagnostics()
        .forEach(
            one -> {
              String file = one.getSource() == null ? "" : one.getSource().getName();
              text.append(file).append(":").append(one.getLineNumber()).append(": ");
              text.append(one.getMessage(Locale.ROOT)).append("\n");
            });
    return text.toString();
  }

  private String use(String statement) {
    String text =
        "import com.example.shop.*; import io.github.gatewright.cdk.*;"
            + "class Use { OperationConfig<String> use() { return "
            + statement
            + "; } }";
    return compile(List.of(new Source(text).file()), System.getProperty("java.class.path"));
  }

  @Test
  void allOperationsCompile() {
    String all = "deletePet(\"a\").getPet(\"b\").placeOrder(\"c\").sayHello(\"d\").build()";
    assertEquals("", use("OperationConfig.<String>builder()." + all));
  }

  @Test
  void oneThatIsMissingDoesNot() {
    String said =
        use(
            "OperationConfig.<String>builder().getPet(\"b\").placeOrder(\"c\").sayHello(\"d\").build()");
    assertTrue(said.contains("cannot find symbol"), said);
    assertTrue(said.contains("DeletePetStage<"), said);
    said =
        use(
            "OperationConfig.<String>builder().deletePet(\"a\").getPet(\"b\").placeOrder(\"c\").build()");
    assertTrue(said.contains("SayHelloStage<"), said);
  }

  private void compileAll(String directory) throws IOException {
    Path root = Path.of("..", directory);
    List<Path> sources;
    try (Stream<Path> files = Files.walk(root)) {
      sources = files.filter(file -> file.toString().endsWith(".java")).toList();
    }
    for (String module : List.of("runtime", "infra")) {
      Path sourcesOf = root.resolve(module).resolve("src/main/java");
      assertTrue(
          sources.stream().anyMatch(file -> file.startsWith(sourcesOf)), sourcesOf + " is empty");
    }
    try (StandardJavaFileManager manager = COMPILER.getStandardFileManager(null, null, null)) {
      assertEquals(
          "",
          compile(
              manager.getJavaFileObjectsFromPaths(sources), System.getProperty("java.class.path")));
    }
  }

  /** Leaves the class path to those who run an app after the tests. */
  @AfterAll
  static void writeClassPath() throws IOException {
    Files.writeString(
        Path.of("target", "arguments"), "-cp " + System.getProperty("java.class.path") + "\n");
  }

  @Test
  void generatedCodeHasNoWarnings() throws IOException {
    compileAll("shop");
  }

  @Test
  void hostileModelsCompile() throws IOException {
    compileAll("hostile");
  }

  @Test
  void theGuidesExampleCompiles() throws IOException {
    compileAll("hello");
  }
}
