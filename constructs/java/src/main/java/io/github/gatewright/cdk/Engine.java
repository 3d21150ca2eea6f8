package io.github.gatewright.cdk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** The gatewright command, which makes the definition. */
final class Engine {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final String version;

  Engine(String version) {
    this.version = version;
  }

  /** Sends a document, and gives the answer. */
  JsonNode render(Object document) {
    String program = System.getenv("GATEWRIGHT");
    if (program == null || program.isEmpty()) {
      program = "gatewright";
    }
    try {
      Process process = new ProcessBuilder(program, "render", "--format", "binding", "-").start();
      CompletableFuture<byte[]> errors =
          CompletableFuture.supplyAsync(() -> readAll(process.getErrorStream()));
      CompletableFuture<Void> sent =
          CompletableFuture.runAsync(() -> send(process.getOutputStream(), document));
      byte[] answer = readAll(process.getInputStream());
      int status = process.waitFor();
      sent.join();
      return read(program, status, answer, new String(errors.join(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new GatewrightException(notInstalled(program), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GatewrightException("gatewright was interrupted", e);
    }
  }

  private static byte[] readAll(java.io.InputStream in) {
    try (in) {
      return in.readAllBytes();
    } catch (IOException e) {
      return new byte[0];
    }
  }

  private static void send(OutputStream out, Object document) {
    try (out) {
      out.write(MAPPER.writeValueAsBytes(document));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // it is made of texts, lists and maps
    } catch (IOException e) {
      // The program ended before it read all: what it answered says why.
    }
  }

  private JsonNode read(String program, int status, byte[] answer, String errors) {
    JsonNode read = null;
    try {
      read = MAPPER.readTree(answer);
    } catch (IOException e) {
      // It is told below.
    }
    if (read == null || !read.has("gatewright") || status > 1 || status < 0) {
      String said = errors.strip().indent(2);
      throw new GatewrightException(
          program + " does not answer as gatewright " + version + " does:\n" + said + help());
    }
    return read;
  }

  private String notInstalled(String program) {
    String named = System.getenv("GATEWRIGHT");
    if (named != null && !named.isEmpty()) {
      return "gatewright is not installed: there is no program "
          + program
          + ", which GATEWRIGHT names\n"
          + help();
    }
    return "gatewright is not installed: neither GATEWRIGHT nor the PATH names it\n" + help();
  }

  private String help() {
    return "  help: install gatewright "
        + version
        + ": run make install in a clone of https://github.com/gatewright/gatewright,"
        + " or set GATEWRIGHT to its path";
  }
}
