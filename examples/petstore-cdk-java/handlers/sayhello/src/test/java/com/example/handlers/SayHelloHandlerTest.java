package com.example.handlers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.example.petstore.model.Greeting;
import io.github.gatewright.json.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SayHelloHandlerTest {

  @Test
  void greetsAVisitorByName() {
    var event = new APIGatewayProxyRequestEvent().withQueryStringParameters(Map.of("name", "Ada"));
    var response = new SayHelloHandler().handleRequest(event, null);
    assertEquals(200, response.getStatusCode());
    assertEquals(new Greeting("Hello, Ada!"), Json.read(response.getBody(), Greeting.class));
  }
}
