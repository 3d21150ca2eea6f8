package io.github.gatewright.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Verifies that the construct, the example and the tests are formatted by google-java-format. */
class FormatTest {

  @Test
  void sourcesAreFormatted() throws IOException, FormatterException {
    Formatter formatter = new Formatter();
    List<String> unformatted = new ArrayList<>();
    int seen = 0;
    for (String root :
        List.of(
            System.getenv("CONSTRUCT_SOURCES"),
            System.getenv("RUNTIME_SOURCES"),
            System.getenv("CONFORMANCE_SOURCES"),
            System.getenv("EXAMPLE_SOURCES"),
            "src/test/java")) {
      List<Path> files;
      try (Stream<Path> all = Files.walk(Path.of(root))) {
        files = all.filter(FormatTest::isHandWritten).toList();
      }
      for (Path file : files) {
        String text = Files.readString(file);
        if (!formatter.formatSource(text).equals(text)) {
          unformatted.add(file.toString());
        }
        seen++;
      }
    }
    assertTrue(seen > 90, "only " + seen + " files were found");
    assertEquals(List.of(), unformatted);
  }

  private static boolean isHandWritten(Path file) {
    String name = file.toString();
    return name.endsWith(".java") && !name.contains("petstore-cdk-java/petstore/");
  }
}
