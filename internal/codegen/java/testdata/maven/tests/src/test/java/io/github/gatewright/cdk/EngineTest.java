package io.github.gatewright.cdk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds what is said of a gatewright that is not there, or is another one. */
class EngineTest {

  private static final String VERSION = "1.2.3";

  @TempDir Path dir;

  /** Prints what the engine answers. A process of its own runs it, with another environment. */
  public static void main(String[] args) {
    try {
      System.out.print(new Engine(args[0]).render(Map.of()));
    } catch (GatewrightException e) {
      System.out.print(e.getMessage());
    }
  }

  private String run(String gatewright, String path) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            EngineTest.class.getName(),
            VERSION);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().remove("GATEWRIGHT");
    if (gatewright != null) {
      builder.environment().put("GATEWRIGHT", gatewright);
    }
    if (path != null) {
      builder.environment().put("PATH", path);
    }
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes());
    Assertions.assertTrue(process.waitFor(5, TimeUnit.MINUTES));
    return said;
  }

  private String program(String name, String text) throws IOException {
    Path file = dir.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    Assertions.assertTrue(file.toFile().setExecutable(true));
    return file.toString();
  }

  private static final String HELP =
      "  help: install gatewright "
          + VERSION
          + ": run make install in a clone of https://github.com/gatewright/gatewright,"
          + " or set GATEWRIGHT to its path";

  @Test
  void missingPrograms() throws Exception {
    String absent = dir.resolve("absent").toString();
    assertEquals(
        "gatewright is not installed: there is no program "
            + absent
            + ", which GATEWRIGHT names\n"
            + HELP,
        run(absent, null));
  }

  @Test
  void programsOfBeforeTheProtocol() throws Exception {
    String old = program("old", "cat >/dev/null; echo 'unknown flag: --format' >&2; exit 2");
    assertEquals(
        old
            + " does not answer as gatewright "
            + VERSION
            + " does:\n  unknown flag: --format\n"
            + HELP,
        run(old, null));
  }

  @Test
  void programsThatAreNowhere() throws Exception {
    assertEquals(
        "gatewright is not installed: neither GATEWRIGHT nor the PATH names it\n" + HELP,
        run(null, dir.toString()));
  }

  @Test
  void programsThatDoNotReadAll() throws Exception {
    String quick = program("quick", "echo '{\"gatewright\":\"9.0.0\",\"error\":\"no\"}'; exit 1");
    assertEquals("{\"gatewright\":\"9.0.0\",\"error\":\"no\"}", run(quick, null));
  }
}
