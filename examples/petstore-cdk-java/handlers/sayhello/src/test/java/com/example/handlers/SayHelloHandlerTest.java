package com.example.handlers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.petstore.gatewright.handler.Response;
import com.example.petstore.handlers.testing.TestEvents;
import com.example.petstore.model.Greeting;
import io.github.gatewright.json.Json;
import org.junit.jupiter.api.Test;

class SayHelloHandlerTest {

  private final SayHelloHandler handler = new SayHelloHandler();

  @Test
  void greetsVisitorByName() {
    var event = TestEvents.sayHello().query("name", "Ada").build();
    Response response = handler.handleRequest(event, TestEvents.context());
    assertEquals(200, response.getStatusCode());
    assertEquals(new Greeting("Hello, Ada!"), Json.read(response.getBody(), Greeting.class));
  }

  @Test
  void refusesRequestWithoutName() {
    var event = TestEvents.sayHello().query("name").build();
    Response response = handler.handleRequest(event, TestEvents.context());
    assertEquals(400, response.getStatusCode());
    assertEquals(
        "{\"message\":\"Invalid request: query parameter name is missing\"}", response.getBody());
  }
}
