package com.example.handlers;

import com.example.petstore.gatewright.handler.DefaultInterceptors;
import com.example.petstore.gatewright.handler.Interceptor;
import com.example.petstore.handlers.say_hello.SayHello;
import com.example.petstore.handlers.say_hello.SayHello200Response;
import com.example.petstore.handlers.say_hello.SayHelloInput;
import com.example.petstore.handlers.say_hello.SayHelloRequestInput;
import com.example.petstore.handlers.say_hello.SayHelloResponse;
import com.example.petstore.model.Greeting;
import java.util.List;

/** The Lambda function of sayHello (GET /hello). */
public final class SayHelloHandler extends SayHello {

  @Override
  public List<Interceptor<SayHelloInput>> getInterceptors() {
    return DefaultInterceptors.all();
  }

  /** Greets a visitor. */
  @Override
  public SayHelloResponse handle(SayHelloRequestInput request) {
    String name = request.getInput().getRequestParameters().getName();
    return SayHello200Response.of(new Greeting("Hello, " + name + "!"));
  }
}
