package io.github.gatewright.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.shop.gatewright.handler.ApiResponse;
import com.example.shop.gatewright.handler.ChainedRequestInput;
import com.example.shop.gatewright.handler.Check;
import com.example.shop.gatewright.handler.ContextKey;
import com.example.shop.gatewright.handler.CorsInterceptor;
import com.example.shop.gatewright.handler.Interceptor;
import com.example.shop.gatewright.handler.InterceptorWithWarmup;
import com.example.shop.gatewright.handler.Interceptors;
import com.example.shop.gatewright.handler.Parse;
import com.example.shop.gatewright.handler.Response;
import com.example.shop.gatewright.handler.ResponseHeadersInterceptor;
import com.example.shop.gatewright.handler.TryCatchInterceptor;
import com.example.shop.handlers.HandlerRouter;
import com.example.shop.handlers.get_pet.GetPet;
import com.example.shop.handlers.get_pet.GetPet200Response;
import com.example.shop.handlers.get_pet.GetPet404Response;
import com.example.shop.handlers.get_pet.GetPetInput;
import com.example.shop.handlers.get_pet.GetPetRequestInput;
import com.example.shop.handlers.get_pet.GetPetResponse;
import com.example.shop.handlers.testing.TestEvents;
import com.example.shop.model.Cat;
import com.example.shop.model.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls handlers as functions and tests do; conformance/handlers has what events are answered. */
class HandlerTest {

  private static final List<String> CALLS = new ArrayList<>();
  private static final ContextKey<String> USER = new ContextKey<>("user", String.class);

  @BeforeEach
  void start() {
    CALLS.clear();
  }

  /** Is found by its class. */
  public static class Outer<I> extends InterceptorWithWarmup<I> {
    @Override
    public Response handle(ChainedRequestInput<I> request) {
      CALLS.add("outer " + request.getOperationId());
      return request.getChain().next(request);
    }

    @Override
    public void warmUp() {
      CALLS.add("outer warms up");
    }
  }

  /** Responds by the ID of the pet. */
  @Interceptors({Outer.class})
  private static final class GetPetHandler extends GetPet {
    private final List<Interceptor<GetPetInput>> interceptors;

    GetPetHandler(List<Interceptor<GetPetInput>> interceptors) {
      this.interceptors = interceptors;
    }

    @Override
    public List<Interceptor<GetPetInput>> getInterceptors() {
      return interceptors;
    }

    @Override
    public void warmUp() {
      CALLS.add("handler warms up");
    }

    @Override
    public GetPetResponse handle(GetPetRequestInput request) {
      CALLS.add("handler");
      return switch (request.getInput().getRequestParameters().getPetId()) {
        case "0" -> throw GetPet404Response.of(new Problem("none"));
        case "user" -> throw GetPet404Response.of(new Problem(USER.get(request)));
        case "null" -> null;
        case "error" -> throw new IllegalStateException("a secret");
        default -> GetPet200Response.of(new Cat("cat", 9));
      };
    }
  }

  private static Response call(String petId, List<Interceptor<GetPetInput>> interceptors) {
    return new GetPetHandler(interceptors)
        .handleRequest(TestEvents.getPet().path("petId", petId).build(), TestEvents.context());
  }

  @Test
  void responsesAreReturnedOrThrown() {
    assertEquals("{\"kind\":\"cat\",\"lives\":9}", call("1", List.of()).getBody());
    assertEquals(404, call("0", List.of()).getStatusCode());
    for (String failure : List.of("error", "null", "user")) {
      Response response = call(failure, List.of());
      assertEquals(500, response.getStatusCode(), failure);
      assertEquals("{\"message\":\"Internal server error\"}", response.getBody());
    }
  }

  @Test
  void responsesNeverChange() {
    GetPet200Response first = GetPet200Response.of(new Cat("cat", 9), Map.of("x-a", "1"));
    GetPet200Response second = first.withHeader("Set-Cookie", "a=1", "b=2");
    assertFalse(first.getHeaders().containsKey("Set-Cookie"));
    assertEquals(List.of("a=1", "b=2"), second.getMultiValueHeaders().get("Set-Cookie"));
    assertEquals("1", second.getHeaders().get("X-A"));
    assertEquals(first.getTypedBody(), second.getTypedBody());
    assertThrows(UnsupportedOperationException.class, () -> second.getHeaders().put("X-B", "2"));
  }

  @Test
  void interceptorsWrapFromOutsideIn() {
    Interceptor<GetPetInput> inner =
        request -> {
          CALLS.add("inner");
          USER.set(request, "ada");
          return request.getChain().next(request).withHeader("X-Inner", "1");
        };
    Response response =
        call("1", List.of(new ResponseHeadersInterceptor<>(Map.of("X-All", "1")), inner));
    assertEquals(List.of("outer getPet", "inner", "handler"), CALLS);
    assertEquals("1", response.getHeaders().get("X-Inner"));
    assertEquals("1", response.getHeaders().get("X-All"));
    assertEquals("{\"message\":\"ada\"}", call("user", List.of(inner)).getBody());
  }

  @Test
  void interceptorsCatchWhatIsThrown() {
    List<Interceptor<GetPetInput>> teapot =
        List.of(new TryCatchInterceptor<>(418, "{\"message\":\"teapot\"}"));
    assertEquals(418, call("error", teapot).getStatusCode());
    assertEquals(404, call("0", teapot).getStatusCode());
    assertEquals(500, call("error", List.of(request -> null)).getStatusCode());
    assertEquals(
        401, call("1", List.of(request -> ApiResponse.message(401, "no"))).getStatusCode());
  }

  @Test
  void corsIsAddedToThrownResponses() {
    List<Interceptor<GetPetInput>> cors =
        List.of(new CorsInterceptor<>(List.of("*"), false, List.of("ETag")));
    for (String petId : List.of("0", "1")) {
      Map<String, String> headers = call(petId, cors).getHeaders();
      assertEquals("*", headers.get("Access-Control-Allow-Origin"));
      assertEquals("ETag", headers.get("Access-Control-Expose-Headers"));
    }
  }

  @Test
  void routersServeWhatTheyOverride() {
    HandlerRouter router =
        new HandlerRouter() {
          @Override
          public <I> List<Interceptor<I>> getInterceptors() {
            return List.of(new Outer<>());
          }

          @Override
          public GetPet getPet() {
            return new GetPetHandler(List.of());
          }
        };
    var pet = TestEvents.getPet().path("petId", 1).build();
    assertEquals(200, router.handleRequest(pet, TestEvents.context()).getStatusCode());
    assertEquals(List.of("outer getPet", "outer getPet", "handler"), CALLS);
    var hello = TestEvents.sayHello().query("name", "Ada").build();
    assertEquals(404, router.handleRequest(hello, TestEvents.context()).getStatusCode());
    assertEquals("outer sayHello", CALLS.get(3));
  }

  @Test
  void handlersPrepareForSnapshots() throws Exception {
    GetPetHandler handler = new GetPetHandler(List.of());
    HandlerRouter router =
        new HandlerRouter() {
          @Override
          public GetPet getPet() {
            return handler;
          }
        };
    router.prepare();
    handler.prepare();
    assertEquals(List.of("outer warms up", "handler warms up"), CALLS);
  }

  @Test
  void patternsHaveLimits() {
    assertEquals(null, Check.pattern("^a+\\z", "^a+$").refuse("aaa"));
    assertEquals("must match the pattern ^a+$", Check.pattern("^a+\\z", "^a+$").refuse("aaa\n"));
    long start = System.nanoTime();
    String hostile = "a".repeat(40) + "!";
    assertEquals("must match the pattern ^(a+)+$", Check.pattern("^(a+)+$").refuse(hostile));
    assertTrue(System.nanoTime() - start < 10_000_000_000L);
  }

  @Test
  void boundsAreWrittenAsTheModelHasThem() {
    assertEquals("must be at most 0.1", Check.atMost(0.1).refuse(1.0));
    assertEquals("must be at most 1e+06", Check.atMost(1000000).refuse(2e6));
    assertEquals("must be at least 1.5e-07", Check.atLeast(1.5e-7).refuse(0.0));
    assertEquals("must be at least -12.5", Check.atLeast(-12.5).refuse(-13.0));
    assertEquals(null, Check.multipleOf(0.1).refuse(0.3));
    assertEquals("must be a multiple of 0.1", Check.multipleOf(0.1).refuse(0.35));
  }

  @Test
  void formatsAreChecked() {
    for (String good : List.of("::1", "2001:db8::1", "::ffff:192.0.2.1", "1:2:3:4:5:6:7:8")) {
      assertEquals(null, Check.ipv6().refuse(good), good);
    }
    for (String bad : List.of("", ":", "1::2::3", "fe80::1%eth0", "1:2:3:4:5:6:7:8:9", "12345::")) {
      assertEquals("must be an IPv6 address", Check.ipv6().refuse(bad), bad);
    }
    for (String good : List.of("https://example.com/a?b", "urn:isbn:1", "mailto:a@example.com")) {
      assertEquals(null, Check.uri().refuse(good), good);
    }
    for (String bad : List.of("/a", "https://[::1", "a b", "http://a/%zz")) {
      assertEquals("must be a URI", Check.uri().refuse(bad), bad);
    }
    assertEquals("must be an email address", Check.email().refuse("a@b c"));
    assertEquals("must be a host name", Check.hostname().refuse("-a.example"));
    assertEquals("must be a time as in 15:04:05Z", Check.time().refuse("25:11:12Z"));
    assertEquals(null, Check.ipv4().refuse("127.0.0.1"));
    assertEquals("must be an IPv4 address", Check.ipv4().refuse("127.0.0.256"));
  }

  @Test
  void textIsParsed() throws Exception {
    assertEquals(-17, Parse.int32().parse("-17"));
    for (String bad : List.of("", "+1", "1.0", "1_000", "\u0661")) {
      assertEquals("must be an integer", refusal(Parse.int64(), bad));
    }
    assertEquals("is too large an integer", refusal(Parse.int32(), "2147483648"));
    assertEquals("must be a number", refusal(Parse.float64(), ".5"));
    assertEquals("is too large a number", refusal(Parse.float32(), "1e39"));
    assertEquals("hi", new String(Parse.bytes().parse("aGk"), StandardCharsets.UTF_8));
    assertEquals("must be a date as in 2006-01-02", refusal(Parse.date(), "2026-02-30"));
    assertEquals(
        "2026-01-02T03:04:05.500+01:00",
        Parse.dateTime().parse("2026-01-02T03:04:05.5+01:00").toString());
  }

  private static String refusal(Parse<?> parse, String text) {
    return assertThrows(Exception.class, () -> parse.parse(text)).getMessage();
  }
}
