package io.github.gatewright.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.shop.model.Anything;
import com.example.shop.model.Cat;
import com.example.shop.model.Date;
import com.example.shop.model.Dog;
import com.example.shop.model.Either;
import com.example.shop.model.ErrorModel;
import com.example.shop.model.Everything;
import com.example.shop.model.Person;
import com.example.shop.model.Pet;
import com.example.shop.model.Problem;
import com.example.shop.model.Shape;
import com.example.shop.model.Signal;
import com.example.shop.model.Size;
import com.example.shop.model.State;
import com.example.shop.model.Unnamed;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.gatewright.json.Json;
import io.github.gatewright.json.Nullable;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** Holds what generated records read and write. */
class JsonTest {

  private static void roundTrip(String text, Class<?> type) throws JsonProcessingException {
    Object value = Json.read(text, type);
    assertEquals(Json.mapper().readTree(text), Json.mapper().readTree(Json.write(value)), text);
  }

  @Test
  void everythingComesBack() throws JsonProcessingException {
    roundTrip(
        """
        {"id": 9007199254740993, "note": null, "hint": null, "label": "x",
         "big": 18446744073709551615, "when": "2024-02-29T12:00:00.123+02:00",
         "day": "2024-02-29", "data": "aGVsbG8=", "pet": {"kind": "cat", "lives": 9},
         "any": [1.5, 2.5], "person": {"name": "Ada", "age": 36},
         "tree": {"value": 1, "children": [{"value": 2, "children": []}]}, "size": -2,
         "state": "*/", "shape": {"id": "s", "radius": 1.5}, "nested": [[], [[]]],
         "counts": {"a": 1}, "raw": {"x": [null, true]}, "pair": ["a", 1],
         "class": "c", "getClass": "g", "free": "text"}\
        """,
        Everything.class);
    roundTrip("{\"id\": 1, \"note\": \"n\", \"big\": 0}", Everything.class);
  }

  @Test
  void alternativesOfAnyKindComeBack() throws JsonProcessingException {
    roundTrip("\"off\"", Signal.class);
    roundTrip("1.5", Signal.class);
    roundTrip("{\"\": \"x\", \"a\": \"y\"}", Unnamed.class);
    roundTrip("{\"a\": \"y\", \"\": \"x\"}", Either.class);
    roundTrip("[1, null]", Either.class);
    roundTrip("{\"builder\": {\"toBuilder\": \"x\"}}", ErrorModel.class);
    roundTrip("{\"day\": \"2024-02-29\"}", Date.class);
  }

  @Test
  void aCopyDiffersInWhatIsReplaced() {
    Everything made = Everything.builder().id(1).big(BigDecimal.ZERO).hint("h").label("l").build();
    Everything copy = made.toBuilder().label("other").build();
    assertEquals("other", copy.label());
    assertEquals(made, copy.toBuilder().label("l").build());
  }

  @Test
  void absentNullAndSetAreToldApart() {
    String start = "{\"id\":1,\"note\":null,\"big\":0";
    assertEquals(Nullable.absent(), Json.read(start + "}", Everything.class).hint());
    assertEquals(Nullable.of(null), Json.read(start + ",\"hint\":null}", Everything.class).hint());
    assertEquals(Nullable.of("h"), Json.read(start + ",\"hint\":\"h\"}", Everything.class).hint());
    Everything made = Everything.builder().id(1L).big(BigDecimal.ZERO).hint(null).build();
    assertEquals("{\"id\":1,\"note\":null,\"hint\":null,\"big\":0}", Json.write(made));
  }

  @Test
  void whatMustBeThereIsMissed() {
    assertThrows(
        UncheckedIOException.class, () -> Json.read("{\"id\":1,\"big\":0}", Everything.class));
    assertThrows(UncheckedIOException.class, () -> Json.read("{\"message\":null}", Problem.class));
    assertThrows(
        UncheckedIOException.class, () -> Json.read("{\"message\":\"m\",\"x\":1}", Problem.class));
    assertThrows(NullPointerException.class, () -> new Problem(null));
    assertThrows(UncheckedIOException.class, () -> Json.read("{\"kind\":\"cat\"}", Cat.class));
    assertThrows(
        UncheckedIOException.class,
        () -> Json.read("{\"kind\":\"cat\",\"lives\":null}", Cat.class));
    var e = assertThrows(NullPointerException.class, () -> Cat.builder().kind("cat").build());
    assertEquals("lives is required", e.getMessage());
  }

  @Test
  void scalarsAreNotTakenForOthers() {
    for (String wrong : new String[] {"\"1\"", "1.5", "true"}) {
      String text = "{\"id\":" + wrong + ",\"note\":\"\",\"big\":0}";
      assertThrows(UncheckedIOException.class, () -> Json.read(text, Everything.class), text);
    }
    assertThrows(UncheckedIOException.class, () -> Json.read("{\"message\":1}", Problem.class));
  }

  @Test
  void requiredNumbersArePrimitives() {
    int lives = Cat.builder().kind("cat").lives(9).build().lives();
    long id = Everything.builder().id(1).big(BigDecimal.ZERO).build().id();
    long size = Size.MINUS_2.value();
    assertEquals(8L, lives + id + size);
    assertEquals("1", Json.write(new Anything.IntegerValue(1)));
  }

  @Test
  void discriminatorsDecide() {
    assertEquals(new Cat("cat", 9), Json.read("{\"kind\":\"cat\",\"lives\":9}", Pet.class));
    assertInstanceOf(Dog.class, Json.read("{\"kind\":\"dog\",\"lives\":9}", Pet.class));
    var e =
        assertThrows(UncheckedIOException.class, () -> Json.read("{\"kind\":\"cow\"}", Pet.class));
    assertTrue(e.getMessage().contains("kind \"cow\" is none of Pet"), e.getMessage());
  }

  @Test
  void looksDecideWithoutDiscriminator() throws JsonProcessingException {
    for (String text :
        new String[] {
          "\"x\"", "1", "true", "[1.5]", "{\"message\":\"m\"}", "{\"x\":1.5,\"y\":2.5}"
        }) {
      roundTrip(text, Anything.class);
    }
    assertEquals("MessageOrPoint", kind(Json.read("{\"x\":1.5,\"y\":2}", Anything.class)));
    assertThrows(UncheckedIOException.class, () -> Json.read("{}", Anything.class));
  }

  /** Has the compiler check that the alternatives are all there are. */
  private static String kind(Anything any) {
    if (any instanceof Anything.StringValue) {
      return "String";
    }
    return any instanceof com.example.shop.model.Point
            || any instanceof com.example.shop.model.Greeting
        ? "MessageOrPoint"
        : "other";
  }

  @Test
  void alternativesBesidePropertiesHaveThese() throws JsonProcessingException {
    roundTrip("{\"id\":\"s\",\"side\":2.5}", Shape.class);
    assertThrows(UncheckedIOException.class, () -> Json.read("{\"id\":\"s\"}", Shape.class));
  }

  @Test
  void anyOfKeepsAll() throws JsonProcessingException {
    roundTrip("{\"name\":\"Ada\",\"age\":36}", Person.class);
    roundTrip("{\"age\":36}", Person.class);
    assertThrows(UncheckedIOException.class, () -> Json.read("{}", Person.class));
  }

  @Test
  void enumerationsHaveTheirValues() {
    assertEquals(State.IN_STOCK, Json.read("\"in stock\"", State.class));
    assertEquals(Size.MINUS_2, Json.read("-2", Size.class));
    assertEquals("\"\\\\u002a/\"", Json.write(State.of("\\u002a/")));
    assertThrows(UncheckedIOException.class, () -> Json.read("\"none\"", State.class));
    assertEquals(LocalDate.of(2024, 2, 29), Json.read("\"2024-02-29\"", LocalDate.class));
  }
}
