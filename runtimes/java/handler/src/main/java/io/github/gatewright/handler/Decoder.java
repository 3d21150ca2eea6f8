package io.github.gatewright.handler;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JavaType;
import io.github.gatewright.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Takes a request apart and collects everything that is wrong with it. Generated code calls it. */
public final class Decoder {

  private static final String MISSING = "is missing";

  /** An object that is not there, as opposed to one without properties. */
  private static final Map<String, List<String>> ABSENT = new TreeMap<>();

  private final ProxyEvent event;
  private final List<Problem> problems;
  private final Source object; // whose properties are decoded; null: not in one
  private final Map<String, List<String>> fields; // its properties, or the fields of a form
  private final Map<String, List<FormFile>> files; // of a form
  private Map<String, List<String>> cookies; // null: not read yet
  private byte[] body;
  private String matched = ""; // the media type in the model of the body
  private String mediaType = "";

  Decoder(ProxyEvent event) {
    this(event, new ArrayList<>(), null, Map.of(), Map.of());
  }

  private Decoder(
      ProxyEvent event,
      List<Problem> problems,
      Source object,
      Map<String, List<String>> fields,
      Map<String, List<FormFile>> files) {
    this.event = event;
    this.problems = problems;
    this.object = object;
    this.fields = fields;
    this.files = files;
  }

  /** Reports whether anything is wrong so far. */
  public boolean hasFailed() {
    return !problems.isEmpty();
  }

  /** Throws what is wrong, if anything is. */
  void end() {
    if (hasFailed()) {
      throw new InvalidRequest(problems);
    }
  }

  private void refuse(Source source, InvalidValue e) {
    refuse(source, e.getMessage(), e.detail());
  }

  private void refuse(Source source, String reason, String detail) {
    if (object == null) {
      problems.add(new Problem(source.place(), source.name(), reason, detail));
    } else {
      problems.add(
          new Problem(object.place(), object.name() + "." + source.name(), reason, detail));
    }
  }

  private void refuseBody(String reason, String detail) {
    problems.add(new Problem(Source.Place.BODY, "", reason, detail));
  }

  // Values

  /** Returns a value that must be there. */
  public <T> T required(Source source, Parse<T> parse) {
    return lookup(source, true, null, parse);
  }

  /** Returns a value, or null when it is not there. */
  public <T> T optional(Source source, Parse<T> parse) {
    return lookup(source, false, null, parse);
  }

  /** Returns a value, or another one when it is not there. */
  public <T> T orDefault(Source source, Parse<T> parse, T otherwise) {
    return lookup(source, false, otherwise, parse);
  }

  private <T> T lookup(Source source, boolean isRequired, T otherwise, Parse<T> parse) {
    List<String> values = raw(source);
    if (values.isEmpty()) {
      if (isRequired) {
        refuse(source, MISSING, null);
      }
      return otherwise;
    }
    try {
      return parse.parse(Styles.single(source, last(values)));
    } catch (InvalidValue e) {
      refuse(source, e);
      return null;
    }
  }

  /** Reads a JSON text, or returns null. */
  public <T> T json(Source source, boolean isRequired, Class<T> type) {
    return lookup(source, isRequired, null, Parse.json(type));
  }

  /** Reads a JSON text, or returns null. */
  public <T> T json(Source source, boolean isRequired, TypeReference<T> type) {
    return lookup(source, isRequired, null, Parse.json(type));
  }

  /** Reads what may be of several types, or returns null. */
  public <T> T value(Source source, boolean isRequired, Class<T> type) {
    return lookup(source, isRequired, null, Parse.value(type));
  }

  /** Reads what may be of several types, or returns null. */
  public <T> T value(Source source, boolean isRequired, TypeReference<T> type) {
    return lookup(source, isRequired, null, Parse.value(type));
  }

  // Lists

  /** Returns the items of a list that must be there. */
  @SafeVarargs
  @SuppressWarnings("varargs") // the checks are only read
  public final <T> List<T> requiredList(Source source, Parse<T> parse, Check<List<T>>... checks) {
    return lookupList(source, true, null, parse, checks);
  }

  /** Returns the items of a list, or null when it is not there. */
  @SafeVarargs
  @SuppressWarnings("varargs") // the checks are only read
  public final <T> List<T> list(Source source, Parse<T> parse, Check<List<T>>... checks) {
    return lookupList(source, false, null, parse, checks);
  }

  /** Returns the items of a list, or others when it is not there. */
  @SafeVarargs
  @SuppressWarnings("varargs") // the checks are only read
  public final <T> List<T> listOrDefault(
      Source source, Parse<T> parse, List<T> otherwise, Check<List<T>>... checks) {
    return lookupList(source, false, otherwise, parse, checks);
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // the checks are only read
  private <T> List<T> lookupList(
      Source source,
      boolean isRequired,
      List<T> otherwise,
      Parse<T> parse,
      Check<List<T>>... checks) {
    List<String> values = raw(source);
    if (values.isEmpty()) {
      if (isRequired) {
        refuse(source, MISSING, null);
      }
      return otherwise;
    }
    try {
      List<String> texts = Styles.list(source, values);
      List<T> items = new ArrayList<>(texts.size());
      for (String text : texts) {
        items.add(item(parse, text, items.size()));
      }
      return List.copyOf(Checks.all(items, checks));
    } catch (InvalidValue e) {
      refuse(source, e);
      return null;
    }
  }

  private static <T> T item(Parse<T> parse, String text, int index) throws InvalidValue {
    try {
      return parse.parse(text);
    } catch (InvalidValue e) {
      String reason = "has a wrong value: item " + (index + 1) + " " + e.getMessage();
      throw new InvalidValue(reason, e.getCause());
    }
  }

  // Objects

  /**
   * Returns a decoder of the properties of an object, which are taken with {@link Source#field}, or
   * null. An exploded object of style form is there when the request has one of the properties.
   */
  public Decoder object(Source source, boolean isRequired, String... properties) {
    Map<String, List<String>> found = properties(source, Arrays.asList(properties));
    if (found == null) {
      return null;
    }
    if (found == ABSENT) {
      if (isRequired) {
        refuse(source, MISSING, null);
      }
      return null;
    }
    return new Decoder(event, problems, source, found, Map.of());
  }

  /**
   * Returns an object whose properties have any names and one type, or null. An exploded object of
   * style form has no bounds and is never there.
   */
  public <T> Map<String, T> map(Source source, boolean isRequired, Parse<T> parse) {
    Decoder inside = object(source, isRequired);
    if (inside == null) {
      return null;
    }
    Map<String, T> values = new TreeMap<>();
    for (String name : new TreeMap<>(inside.fields).keySet()) {
      T value = inside.required(Source.field(name), parse);
      if (value != null) {
        values.put(name, value);
      }
    }
    return Map.copyOf(values);
  }

  /** Returns the properties of an object: ABSENT where it is not there, null where it is wrong. */
  private Map<String, List<String>> properties(Source source, List<String> names) {
    if (source.style() == Source.Style.DEEP_OBJECT) {
      Map<String, List<String>> all = Styles.deepObject(source.name(), all(source.place()));
      return all.isEmpty() ? ABSENT : all;
    }
    if (source.style() == Source.Style.FORM && source.explode()) {
      Map<String, List<String>> all = all(source.place());
      return names.stream().anyMatch(all::containsKey) ? all : ABSENT;
    }
    List<String> values = raw(source);
    if (values.isEmpty()) {
      return ABSENT;
    }
    try {
      return Styles.pairs(source, values);
    } catch (InvalidValue e) {
      refuse(source, e);
      return null;
    }
  }

  // Places

  private static String last(List<String> values) {
    return values.get(values.size() - 1);
  }

  /** Returns the values of a source as they are in the event. */
  private List<String> raw(Source source) {
    return switch (source.place()) {
      case PATH -> {
        String value = event.pathParameters().get(source.name());
        yield value == null ? List.of() : List.of(value);
      }
      case QUERY -> event.queryValues(source.name());
      case HEADER -> event.headerValues(source.name());
      case COOKIE -> cookies().getOrDefault(source.name(), List.of());
      case BODY -> fields.getOrDefault(source.name(), List.of());
    };
  }

  /** Returns everything that a place holds. */
  private Map<String, List<String>> all(Source.Place place) {
    return switch (place) {
      case QUERY -> event.allQueryValues();
      case COOKIE -> cookies();
      case BODY -> fields;
      case PATH, HEADER -> Map.of();
    };
  }

  private Map<String, List<String>> cookies() {
    if (cookies == null) {
      cookies = Cookies.read(event.headerValues("Cookie"));
    }
    return cookies;
  }

  // Bodies

  /**
   * Finds the body, to be read where {@link #isBody} says that it is of one of some media types. It
   * is of none where there is none to be read, which is reported when one is required or when its
   * type is not among those given. A media type may be a range, "image/*". A body without a content
   * type is JSON, as API Gateway takes it, or whatever is the only type.
   */
  public void body(boolean isRequired, String... mediaTypes) {
    if (event.body().isEmpty()) {
      if (isRequired) {
        refuseBody(MISSING, null);
      }
      return;
    }
    mediaType = MediaTypes.essence(event.header("Content-Type"));
    if (mediaType.isEmpty() && mediaTypes.length > 1) {
      mediaType = "application/json";
    }
    matched =
        mediaType.isEmpty()
            ? mediaTypes[0]
            : MediaTypes.bestOf(Arrays.asList(mediaTypes), mediaType);
    if (matched.isEmpty()) {
      problems.add(Problem.unsupportedContentType());
      return;
    }
    try {
      body = event.bytes();
    } catch (IllegalArgumentException e) {
      matched = "";
      refuseBody("cannot be read", e.getMessage());
    }
  }

  /** Reports whether the body is of one of some media types of the model. */
  public boolean isBody(String... mediaTypes) {
    return Arrays.asList(mediaTypes).contains(matched);
  }

  /** Returns the body's media type as the client says it, without parameters. */
  public String mediaType() {
    return mediaType;
  }

  /** Reads the body as JSON. */
  public <T> T bodyJson(Class<T> type) {
    return bodyJson(Json.mapper().constructType(type));
  }

  /** Reads the body as JSON. */
  public <T> T bodyJson(TypeReference<T> type) {
    return bodyJson(Json.mapper().constructType(type.getType()));
  }

  private <T> T bodyJson(JavaType type) {
    try {
      return JsonText.read(text(), type);
    } catch (InvalidValue e) {
      refuseBody(e.getMessage(), e.detail());
      return null;
    }
  }

  /** Returns the body as a string. */
  public String text() {
    return event.isBase64Encoded() ? ProxyEvent.utf8(body) : event.body();
  }

  /** Returns the body as it was sent. */
  public byte[] bytes() {
    return body;
  }

  /**
   * Reads the body as an application/x-www-form-urlencoded one. Returns a decoder of its fields,
   * which are taken with {@link Source#field}, or null.
   */
  public Decoder form() {
    try {
      return new Decoder(event, problems, null, UrlEncoded.form(text()), Map.of());
    } catch (IllegalArgumentException e) {
      refuseBody("is not a valid form", e.getMessage());
      return null;
    }
  }

  /**
   * Reads the body as a multipart/form-data one (RFC 7578). Returns a decoder of its fields, which
   * are taken with {@link Source#field}, or null.
   */
  public Decoder multipart() {
    try {
      Multipart form = Multipart.read(event.header("Content-Type"), body);
      return new Decoder(event, problems, null, form.fields(), form.files());
    } catch (IllegalArgumentException e) {
      refuseBody("is not a valid multipart form", e.getMessage());
      return null;
    }
  }

  /** Returns a file of a form, or null when it is not there. */
  public FormFile optionalFile(Source source) {
    List<FormFile> all = files.getOrDefault(source.name(), List.of());
    return all.isEmpty() ? null : all.get(all.size() - 1);
  }

  /** Returns a file of a form that must be there. */
  public FormFile requiredFile(Source source) {
    FormFile file = optionalFile(source);
    if (file == null) {
      refuse(source, MISSING, null);
    }
    return file;
  }

  /** Returns all files of a name, or null when there are none. */
  @SafeVarargs
  @SuppressWarnings("varargs") // the checks are only read
  public final List<FormFile> files(Source source, Check<List<FormFile>>... checks) {
    List<FormFile> all = files.get(source.name());
    if (all != null) {
      try {
        Checks.all(all, checks);
      } catch (InvalidValue e) {
        refuse(source, e);
      }
    }
    return all;
  }

  /** Returns all files of a name, of which there must be one. */
  @SafeVarargs
  @SuppressWarnings("varargs") // the checks are only read
  public final List<FormFile> requiredFiles(Source source, Check<List<FormFile>>... checks) {
    if (!files.containsKey(source.name())) {
      refuse(source, MISSING, null);
    }
    return files(source, checks);
  }
}
