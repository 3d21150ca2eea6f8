package io.github.gatewright.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;
import migration.ShopStack;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;
import software.amazon.awscdk.assertions.Template;

/** Synthesizes the stack that docs/from-aws-pdk.md shows. */
class MigrationTest {

  private static JsonNode operation(JsonNode template, String path, String method) {
    return template.findValue("Body").get("paths").get(path).get(method);
  }

  @Test
  void synthesizes() {
    ShopStack stack = new ShopStack(new App(), "Shop");
    JsonNode template = new ObjectMapper().valueToTree(Template.fromStack(stack).toJSON());
    JsonNode hello = operation(template, "/hello", "get");
    assertEquals("[]", hello.path("security").toString());
    assertEquals("aws_proxy", type(hello));
    JsonNode pet = operation(template, "/pets/{petId}", "get");
    assertEquals("[{\"users\":[\"pets/read\"]}]", pet.path("security").toString());
    assertEquals("aws", type(pet));
    JsonNode gone = operation(template, "/pets/{petId}", "delete");
    assertEquals("[{\"users\":[]}]", gone.path("security").toString());
    assertEquals("mock", type(gone));
    JsonNode order = operation(template, "/orders", "post");
    assertEquals("[{\"users\":[]}]", order.path("security").toString());
    assertEquals("aws", type(order));
  }

  private static String type(JsonNode operation) {
    return operation.at("/x-amazon-apigateway-integration/type").asText().toLowerCase(Locale.ROOT);
  }
}
