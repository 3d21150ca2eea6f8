package program;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.gatewright.json.Json;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The program in Java: README.md says what it does. */
final class Main {

  private static final Map<String, RequestStreamHandler> HANDLERS =
      Map.ofEntries(
          Map.entry("listItems", new Handlers.ListItemsHandler()),
          Map.entry("getItem", new Handlers.GetItemHandler()),
          Map.entry("getStyles", new Handlers.GetStylesHandler()),
          Map.entry("createAnimal", new Handlers.CreateAnimalHandler()),
          Map.entry("createOrder", new Handlers.CreateOrderHandler()),
          Map.entry("submitForm", new Handlers.SubmitFormHandler()),
          Map.entry("upload", new Handlers.UploadHandler()),
          Map.entry("putText", new Handlers.PutTextHandler()),
          Map.entry("putPhoto", new Handlers.PutPhotoHandler()),
          Map.entry("convert", new Handlers.ConvertHandler()),
          Map.entry("getStatus", new Handlers.GetStatusHandler()),
          Map.entry("openSession", new Handlers.OpenSessionHandler()),
          Map.entry("watchChanges", new Handlers.WatchChangesHandler()),
          Map.entry("fail", new Handlers.FailHandler()),
          Map.entry("router", new Handlers.SomeRouter()));

  private Main() {}

  public static void main(String[] arguments) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      JsonNode request = Json.mapper().readTree(line);
      RequestStreamHandler handler = HANDLERS.get(request.get("operation").textValue());
      out.println(respond(handler, request.get("event").toString()));
    }
  }

  private static String respond(RequestStreamHandler handler, String event) throws IOException {
    ByteArrayOutputStream response = new ByteArrayOutputStream();
    try {
      handler.handleRequest(
          new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), response, null);
    } catch (IllegalArgumentException e) {
      return Json.write(Map.of("error", e.getMessage()));
    }
    return response.toString(StandardCharsets.UTF_8);
  }
}
