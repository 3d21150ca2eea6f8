package gatewright;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The runtime interface client of java functions: fetches events from the Lambda
 * Runtime API, calls the handler, posts its answer ("Define Lambda function
 * handler in Java", "Using the Lambda context object to retrieve Java function
 * information"). It needs no library; aws-lambda-java-core is used through
 * reflection when the function brings it.
 */
public final class Bootstrap {
    private static final String CORE = "com.amazonaws.services.lambda.runtime.";

    private Bootstrap() {}

    public static void main(String[] args) throws Exception {
        RuntimeApi api = new RuntimeApi(System.getenv("AWS_LAMBDA_RUNTIME_API"));
        Handler handler;
        try {
            handler = Handler.load(System.getenv("_HANDLER"));
        } catch (Throwable failure) {
            Throwable cause = unwrap(failure);
            cause.printStackTrace();
            api.fail("/init/error", cause);
            System.exit(1);
            return;
        }
        try {
            serve(api, handler);
        } catch (IOException gone) {
            // The Runtime API is gone, and with it who started this process.
            System.err.println("the Runtime API is gone: " + gone.getMessage());
            System.exit(1);
        }
    }

    private static void serve(RuntimeApi api, Handler handler) throws IOException {
        Event event = api.next();
        while (true) {
            byte[] answer;
            try {
                answer = handler.handle(event);
            } catch (Throwable failure) {
                Throwable cause = unwrap(failure);
                cause.printStackTrace();
                if (cause instanceof VirtualMachineError) {
                    api.fail("/invocation/" + event.requestId + "/error", cause);
                    System.exit(1);
                }
                event = api.failAndNext(event.requestId, cause);
                continue;
            }
            event = api.respondAndNext(event.requestId, answer);
        }
    }

    private static Throwable unwrap(Throwable failure) {
        while ((failure instanceof InvocationTargetException || failure instanceof ExceptionInInitializerError)
                && failure.getCause() != null) {
            failure = failure.getCause();
        }
        return failure;
    }

    // ---- The Runtime API.

    private static final class Event {
        final byte[] payload;
        final String requestId;
        final String functionArn;
        final long deadline;

        Event(Response response) {
            this.payload = response.body;
            this.requestId = response.headers.get("Lambda-Runtime-Aws-Request-Id");
            this.functionArn = response.headers.get("Lambda-Runtime-Invoked-Function-Arn");
            this.deadline = Long.parseLong(response.headers.get("Lambda-Runtime-Deadline-Ms"));
            String trace = response.headers.get("Lambda-Runtime-Trace-Id");
            if (trace != null) {
                System.setProperty("com.amazonaws.xray.traceHeader", trace);
            }
        }
    }

    private static final class Response {
        final int status;
        final Map<String, String> headers;
        final byte[] body;

        Response(int status, Map<String, String> headers, byte[] body) {
            this.status = status;
            this.headers = headers;
            this.body = body;
        }
    }

    /**
     * Speaks to the Runtime API over one connection, kept open. It reads what that
     * server writes, not all of HTTP: a head, then as many bytes as Content-Length says.
     */
    private static final class RuntimeApi {
        private final String address;
        private final byte[] buffer = new byte[1 << 16];
        private int start; // of what is in the buffer and was not read
        private int end;
        private Socket socket;
        private InputStream in;
        private OutputStream out;

        RuntimeApi(String address) {
            this.address = address;
        }

        Event next() throws IOException {
            Response response = request("GET", "/invocation/next", null, Map.of());
            if (response.status != 200) {
                throw new IOException("it responded " + response.status);
            }
            return new Event(response);
        }

        Event respondAndNext(String requestId, byte[] body) throws IOException {
            return postAndNext("/invocation/" + requestId + "/response", body, Map.of());
        }

        Event failAndNext(String requestId, Throwable failure) throws IOException {
            return postAndNext("/invocation/" + requestId + "/error", report(failure), errorType(failure));
        }

        void fail(String path, Throwable failure) throws IOException {
            request("POST", path, report(failure), errorType(failure));
        }

        private static byte[] report(Throwable failure) {
            return Json.write(document(failure)).getBytes(StandardCharsets.UTF_8);
        }

        private static Map<String, String> errorType(Throwable failure) {
            String name = failure.getClass().getName().replaceAll("[^\\x20-\\x7e]", "?");
            return Map.of("Lambda-Runtime-Function-Error-Type", name);
        }

        /** Posts an outcome; the server responds with the next invocation, unless it refuses the outcome. */
        private Event postAndNext(String path, byte[] body, Map<String, String> headers) throws IOException {
            Map<String, String> all = new LinkedHashMap<>(headers);
            all.put("Gatewright-Next", "1");
            try {
                Response response = request("POST", path, body, all);
                if (response.status == 200) {
                    return new Event(response);
                }
            } catch (IOException lost) {
                // The server did not read the outcome to its end.
            }
            close(); // after a refusal the server may stop reading
            return next();
        }

        private Response request(String method, String path, byte[] body, Map<String, String> headers) throws IOException {
            connect();
            StringBuilder head = new StringBuilder(256)
                    .append(method).append(" /2018-06-01/runtime").append(path).append(" HTTP/1.1\r\nHost: ").append(address);
            if (body != null) {
                head.append("\r\nContent-Type: application/json\r\nContent-Length: ").append(body.length);
            }
            headers.forEach((name, value) -> head.append("\r\n").append(name).append(": ").append(value));
            byte[] start = head.append("\r\n\r\n").toString().getBytes(StandardCharsets.US_ASCII);
            byte[] all = body == null ? start : Arrays.copyOf(start, start.length + body.length);
            if (body != null) {
                System.arraycopy(body, 0, all, start.length, body.length);
            }
            out.write(all);
            return response();
        }

        private void connect() throws IOException {
            if (socket != null) {
                return;
            }
            int colon = address.lastIndexOf(':');
            socket = new Socket(java.net.Proxy.NO_PROXY);
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))));
            in = socket.getInputStream();
            start = end = 0;
            out = socket.getOutputStream();
        }

        private void close() throws IOException {
            if (socket != null) {
                socket.close();
                socket = null;
            }
        }

        private Response response() throws IOException {
            int status = Integer.parseInt(line().split(" ", 3)[1]);
            Map<String, String> headers = new HashMap<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(": ");
                headers.put(line.substring(0, colon), line.substring(colon + 2));
            }
            int length = Integer.parseInt(headers.get("Content-Length"));
            byte[] body = new byte[length];
            int buffered = Math.min(length, end - start);
            System.arraycopy(buffer, start, body, 0, buffered);
            start += buffered;
            if (in.readNBytes(body, buffered, length - buffered) < length - buffered) {
                throw new EOFException("it closed the connection");
            }
            return new Response(status, headers, body);
        }

        /** Returns the next line of a head, without its end, from the buffer: a stream would lock for each byte. */
        private String line() throws IOException {
            for (int at = start; ; at++) {
                if (at == end) {
                    at -= start;
                    fill();
                }
                if (buffer[at] == '\n') {
                    String line = new String(buffer, start, at - 1 - start, StandardCharsets.ISO_8859_1); // "\r\n"
                    start = at + 1;
                    return line;
                }
            }
        }

        /** Moves what was not read to the beginning of the buffer, and reads more. */
        private void fill() throws IOException {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
            int read = in.read(buffer, end, buffer.length - end);
            if (read <= 0) {
                throw new EOFException("it closed the connection");
            }
            end += read;
        }

        private static Map<String, Object> document(Throwable failure) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("errorMessage", failure.getMessage() == null ? failure.toString() : failure.getMessage());
            document.put("errorType", failure.getClass().getName());
            List<String> trace = new ArrayList<>();
            for (StackTraceElement frame : failure.getStackTrace()) {
                String name = frame.getClassName();
                if (name.startsWith("gatewright.Bootstrap")) {
                    break;
                }
                if (!name.startsWith("jdk.internal.reflect.") && !name.startsWith("java.lang.reflect.")) {
                    trace.add(frame.toString());
                }
            }
            document.put("stackTrace", trace);
            if (failure.getCause() != null && failure.getCause() != failure) {
                document.put("cause", document(failure.getCause()));
            }
            return document;
        }
    }

    // ---- The handler.

    private static final class Handler {
        private final Object target;
        private final Method method;
        private final Type[] parameters;

        private Handler(Object target, Method method, Type[] parameters) {
            this.target = target;
            this.method = method;
            this.parameters = parameters;
        }

        static Handler load(String name) throws Throwable {
            String[] parts = name.split("::", 2);
            Class<?> type = find(parts[0]);
            Method method = choose(type, parts.length == 2 ? parts[1] : "handleRequest");
            Object target = Modifier.isStatic(method.getModifiers()) ? null : instance(type);
            method.setAccessible(true);
            Type[] parameters = method.getGenericParameterTypes();
            for (int i = 0; i < parameters.length; i++) {
                parameters[i] = Types.resolve(parameters[i], type, method.getDeclaringClass());
            }
            return new Handler(target, method, parameters);
        }

        private static Class<?> find(String name) throws ClassNotFoundException {
            try {
                return Class.forName(name);
            } catch (ClassNotFoundException missing) {
                throw new ClassNotFoundException("Class not found: " + name, missing);
            }
        }

        private static Object instance(Class<?> type) throws ReflectiveOperationException {
            try {
                return type.getConstructor().newInstance();
            } catch (NoSuchMethodException missing) {
                throw new NoSuchMethodException("Class " + type.getName() + " has no public zero-argument constructor");
            }
        }

        /** Of several methods with the name, the one with the most parameters, then with Context last. */
        private static Method choose(Class<?> type, String name) throws NoSuchMethodException {
            return Arrays.stream(type.getMethods())
                    .filter(method -> method.getName().equals(name) && !method.isBridge() && supported(method))
                    .max(Comparator.comparingInt(Method::getParameterCount).thenComparing(Handler::endsWithContext))
                    .orElseThrow(() -> new NoSuchMethodException("No public method named " + name
                            + " with appropriate method signature found on class " + type.getName()));
        }

        private static boolean supported(Method method) {
            Class<?>[] types = method.getParameterTypes();
            int count = endsWithContext(method) ? types.length - 1 : types.length;
            return count <= 1 || count == 2 && streams(types);
        }

        private static boolean streams(Class<?>[] types) {
            return types.length >= 2 && types[0] == InputStream.class && types[1] == OutputStream.class;
        }

        private static boolean endsWithContext(Method method) {
            Class<?>[] types = method.getParameterTypes();
            return types.length > 0 && isContext(types[types.length - 1]);
        }

        private static boolean isContext(Class<?> type) {
            return type.getName().equals(CORE + "Context");
        }

        byte[] handle(Event event) throws Throwable {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Class<?>[] types = method.getParameterTypes();
            Object[] arguments = new Object[types.length];
            for (int i = 0; i < types.length; i++) {
                if (isContext(types[i])) {
                    arguments[i] = ContextProxy.make(types[i], event);
                } else if (types[i] == InputStream.class) {
                    arguments[i] = new ByteArrayInputStream(event.payload);
                } else if (types[i] == OutputStream.class) {
                    arguments[i] = out;
                } else {
                    Object json = Json.parse(new String(event.payload, StandardCharsets.UTF_8));
                    arguments[i] = Mapper.read(json, parameters[i], "");
                }
            }
            Object result = method.invoke(target, arguments);
            if (streams(types)) {
                return out.toByteArray();
            }
            if (method.getReturnType() == void.class) {
                return "null".getBytes(StandardCharsets.UTF_8);
            }
            if (result instanceof InputStream) {
                try (InputStream in = (InputStream) result) {
                    return in.readAllBytes();
                }
            }
            return Json.write(Mapper.write(result)).getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Implements the interfaces of aws-lambda-java-core. */
    private static final class ContextProxy {
        static Object make(Class<?> type, Event event) throws ReflectiveOperationException {
            Class<?> loggerType = Class.forName(CORE + "LambdaLogger", true, type.getClassLoader());
            Object logger = proxy(loggerType, ContextProxy::log);
            return proxy(type, (self, method, arguments) -> {
                switch (method.getName()) {
                    case "getAwsRequestId": return event.requestId;
                    case "getLogGroupName": return System.getenv("AWS_LAMBDA_LOG_GROUP_NAME");
                    case "getLogStreamName": return System.getenv("AWS_LAMBDA_LOG_STREAM_NAME");
                    case "getFunctionName": return System.getenv("AWS_LAMBDA_FUNCTION_NAME");
                    case "getFunctionVersion": return System.getenv("AWS_LAMBDA_FUNCTION_VERSION");
                    case "getInvokedFunctionArn": return event.functionArn;
                    case "getRemainingTimeInMillis":
                        return (int) Math.max(event.deadline - System.currentTimeMillis(), 0);
                    case "getMemoryLimitInMB":
                        return Integer.parseInt(System.getenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"));
                    case "getLogger": return logger;
                    case "getIdentity": return proxy(method.getReturnType(), ContextProxy::common);
                    default: return common(self, method, arguments);
                }
            });
        }

        private static Object log(Object self, Method method, Object[] arguments) {
            if (!method.getName().equals("log")) {
                return common(self, method, arguments);
            }
            if (arguments[0] instanceof byte[]) {
                byte[] message = (byte[]) arguments[0];
                System.out.write(message, 0, message.length);
                System.out.flush();
            } else {
                System.out.println(arguments[0]);
            }
            return null;
        }

        /** Object's own methods; the client context, the identity's properties and what newer interfaces add are null. */
        private static Object common(Object self, Method method, Object[] arguments) {
            switch (method.getName()) {
                case "hashCode": return System.identityHashCode(self);
                case "equals": return self == arguments[0];
                case "toString": return method.getDeclaringClass().getName();
                default: return null;
            }
        }

        private static Object proxy(Class<?> type, InvocationHandler handler) {
            return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
        }
    }

    // ---- Generic types.

    private static final class Types {
        /** Resolves a type that is declared in a supertype of the class, such as the I of RequestHandler. */
        static Type resolve(Type type, Class<?> from, Class<?> declaring) {
            Map<TypeVariable<?>, Type> bindings = new HashMap<>();
            collect(from, bindings);
            return substitute(type, bindings);
        }

        private static void collect(Type type, Map<TypeVariable<?>, Type> bindings) {
            if (type instanceof ParameterizedType) {
                ParameterizedType generic = (ParameterizedType) type;
                TypeVariable<?>[] variables = ((Class<?>) generic.getRawType()).getTypeParameters();
                for (int i = 0; i < variables.length; i++) {
                    bindings.put(variables[i], generic.getActualTypeArguments()[i]);
                }
            }
            Class<?> raw = raw(type);
            if (raw.getGenericSuperclass() != null) {
                collect(raw.getGenericSuperclass(), bindings);
            }
            for (Type parent : raw.getGenericInterfaces()) {
                collect(parent, bindings);
            }
        }

        static Type substitute(Type type, Map<TypeVariable<?>, Type> bindings) {
            if (type instanceof TypeVariable) {
                Type bound = bindings.get(type);
                return bound == null ? ((TypeVariable<?>) type).getBounds()[0] : substitute(bound, bindings);
            }
            if (type instanceof ParameterizedType) {
                ParameterizedType generic = (ParameterizedType) type;
                Type[] arguments = generic.getActualTypeArguments();
                for (int i = 0; i < arguments.length; i++) {
                    arguments[i] = substitute(arguments[i], bindings);
                }
                return new Generic((Class<?>) generic.getRawType(), arguments);
            }
            if (type instanceof WildcardType) {
                return substitute(((WildcardType) type).getUpperBounds()[0], bindings);
            }
            return type;
        }

        static Class<?> raw(Type type) {
            if (type instanceof Class) {
                return (Class<?>) type;
            }
            if (type instanceof ParameterizedType) {
                return (Class<?>) ((ParameterizedType) type).getRawType();
            }
            if (type instanceof GenericArrayType) {
                Class<?> component = raw(((GenericArrayType) type).getGenericComponentType());
                return Array.newInstance(component, 0).getClass();
            }
            if (type instanceof WildcardType) {
                return raw(((WildcardType) type).getUpperBounds()[0]);
            }
            return raw(((TypeVariable<?>) type).getBounds()[0]);
        }

        static Type argument(Type type, int index) {
            if (type instanceof ParameterizedType) {
                return ((ParameterizedType) type).getActualTypeArguments()[index];
            }
            return Object.class;
        }

        private static final class Generic implements ParameterizedType {
            private final Class<?> raw;
            private final Type[] arguments;

            Generic(Class<?> raw, Type[] arguments) {
                this.raw = raw;
                this.arguments = arguments;
            }

            @Override
            public Type[] getActualTypeArguments() {
                return arguments.clone();
            }

            @Override
            public Type getRawType() {
                return raw;
            }

            @Override
            public Type getOwnerType() {
                return raw.getDeclaringClass();
            }
        }
    }

    // ---- Between JSON values (Map, List, String, BigDecimal, Boolean, null) and objects.

    private static final class Mapper {
        private static final Map<Class<?>, Bean> BEANS = new ConcurrentHashMap<>();

        static IllegalArgumentException mismatch(Object json, Type type, String path) {
            String where = path.isEmpty() ? "the event" : path;
            return new IllegalArgumentException("cannot read " + where + " (" + describe(json) + ") as " + type.getTypeName());
        }

        private static String describe(Object json) {
            if (json instanceof Map) {
                return "an object";
            }
            if (json instanceof List) {
                return "an array";
            }
            return json instanceof String ? "a string" : String.valueOf(json);
        }

        static Object read(Object json, Type type, String path) {
            Class<?> raw = Types.raw(type);
            if (raw == Optional.class) {
                return Optional.ofNullable(json == null ? null : read(json, Types.argument(type, 0), path));
            }
            if (json == null) {
                return raw.isPrimitive() ? readNumber(BigDecimal.ZERO, raw, path) : null;
            }
            if (raw == Object.class) {
                return plain(json);
            }
            if (raw == String.class || raw == CharSequence.class) {
                return readString(json, type, path);
            }
            if (raw == boolean.class || raw == Boolean.class) {
                return readBoolean(json, type, path);
            }
            if (raw.isPrimitive() || Number.class.isAssignableFrom(raw) || raw == Character.class) {
                return readScalar(json, raw, path);
            }
            if (raw.isEnum()) {
                return readEnum(json, raw);
            }
            if (raw == byte[].class && json instanceof String) {
                return Base64.getDecoder().decode((String) json);
            }
            if (raw.isArray()) {
                return readArray(json, type, raw, path);
            }
            if (Map.class.isAssignableFrom(raw)) {
                return readMap(json, type, raw, path);
            }
            if (Collection.class.isAssignableFrom(raw) || raw == Iterable.class) {
                return readCollection(json, type, raw, path);
            }
            return Bean.of(raw).read(json, type, path);
        }

        /** Numbers of an untyped event are Integer, Long or Double, as handlers expect. */
        private static Object plain(Object json) {
            if (json instanceof BigDecimal) {
                BigDecimal number = (BigDecimal) json;
                if (number.scale() > 0) {
                    return number.doubleValue();
                }
                try {
                    long value = number.longValueExact();
                    return value == (int) value ? (Object) (int) value : (Object) value;
                } catch (ArithmeticException large) {
                    return number.toBigInteger();
                }
            }
            if (json instanceof List) {
                List<Object> list = new ArrayList<>();
                ((List<?>) json).forEach(item -> list.add(plain(item)));
                return list;
            }
            if (json instanceof Map) {
                Map<Object, Object> map = new LinkedHashMap<>();
                ((Map<?, ?>) json).forEach((key, value) -> map.put(key, plain(value)));
                return map;
            }
            return json;
        }

        private static String readString(Object json, Type type, String path) {
            if (json instanceof Map || json instanceof List) {
                throw mismatch(json, type, path);
            }
            return json.toString();
        }

        private static Boolean readBoolean(Object json, Type type, String path) {
            if (json instanceof Boolean) {
                return (Boolean) json;
            }
            if ("true".equals(json) || "false".equals(json)) {
                return Boolean.valueOf((String) json);
            }
            throw mismatch(json, type, path);
        }

        private static Object readScalar(Object json, Class<?> raw, String path) {
            if ((raw == char.class || raw == Character.class) && json instanceof String && ((String) json).length() == 1) {
                return ((String) json).charAt(0);
            }
            try {
                return readNumber(json instanceof BigDecimal ? (BigDecimal) json : new BigDecimal((String) json), raw, path);
            } catch (ClassCastException | NumberFormatException wrong) {
                throw mismatch(json, raw, path);
            }
        }

        private static Object readNumber(BigDecimal number, Class<?> raw, String path) {
            if (raw == int.class || raw == Integer.class) {
                return number.intValue();
            } else if (raw == long.class || raw == Long.class) {
                return number.longValue();
            } else if (raw == double.class || raw == Double.class) {
                return number.doubleValue();
            } else if (raw == float.class || raw == Float.class) {
                return number.floatValue();
            } else if (raw == short.class || raw == Short.class) {
                return number.shortValue();
            } else if (raw == byte.class || raw == Byte.class) {
                return number.byteValue();
            } else if (raw == BigDecimal.class || raw == Number.class) {
                return number;
            } else if (raw == BigInteger.class) {
                return number.toBigInteger();
            } else if (raw == boolean.class) {
                return false;
            } else if (raw == char.class) {
                return '\0';
            }
            throw mismatch(number, raw, path);
        }

        private static Object readEnum(Object json, Class<?> raw) {
            for (Object constant : raw.getEnumConstants()) {
                if (((Enum<?>) constant).name().equals(json)) {
                    return constant;
                }
            }
            return null; // as the service's reader does
        }

        private static Object readArray(Object json, Type type, Class<?> raw, String path) {
            Type component = type instanceof GenericArrayType
                    ? ((GenericArrayType) type).getGenericComponentType()
                    : raw.getComponentType();
            List<?> items = items(json);
            Object array = Array.newInstance(raw.getComponentType(), items.size());
            for (int i = 0; i < items.size(); i++) {
                Array.set(array, i, read(items.get(i), component, path + "[" + i + "]"));
            }
            return array;
        }

        /** A single value stands for a list of it. */
        private static List<?> items(Object json) {
            return json instanceof List ? (List<?>) json : List.of(json);
        }

        @SuppressWarnings("unchecked")
        private static Object readMap(Object json, Type type, Class<?> raw, String path) {
            if (!(json instanceof Map)) {
                throw mismatch(json, type, path);
            }
            Map<Object, Object> map;
            if (raw.isInterface()) {
                map = SortedMap.class.isAssignableFrom(raw) ? new TreeMap<>() : new LinkedHashMap<>();
            } else {
                map = (Map<Object, Object>) create(raw);
            }
            Type[] arguments = mapArguments(type, raw);
            ((Map<?, ?>) json).forEach((key, value) -> map.put(
                    read(key, arguments[0], path), read(value, arguments[1], join(path, (String) key))));
            return map;
        }

        private static Type[] mapArguments(Type type, Class<?> raw) {
            if (type instanceof ParameterizedType && raw.getTypeParameters().length == 2) {
                return ((ParameterizedType) type).getActualTypeArguments();
            }
            TypeVariable<?>[] variables = Map.class.getTypeParameters();
            return new Type[] {
                Types.resolve(variables[0], raw, Map.class), Types.resolve(variables[1], raw, Map.class)
            };
        }

        @SuppressWarnings("unchecked")
        private static Object readCollection(Object json, Type type, Class<?> raw, String path) {
            Collection<Object> collection;
            if (!raw.isInterface()) {
                collection = (Collection<Object>) create(raw);
            } else if (Set.class.isAssignableFrom(raw)) {
                collection = new LinkedHashSet<>();
            } else if (Queue.class.isAssignableFrom(raw) || Deque.class.isAssignableFrom(raw)) {
                collection = new ArrayDeque<>();
            } else {
                collection = new ArrayList<>();
            }
            int index = 0;
            for (Object item : items(json)) {
                collection.add(read(item, Types.argument(type, 0), path + "[" + index++ + "]"));
            }
            return collection;
        }

        static Object create(Class<?> raw) {
            try {
                Constructor<?> constructor = raw.getDeclaredConstructor();
                constructor.setAccessible(true);
                return constructor.newInstance();
            } catch (NoSuchMethodException missing) {
                throw new IllegalArgumentException(raw.getName() + " has no zero-argument constructor");
            } catch (ReflectiveOperationException failure) {
                throw new IllegalArgumentException("cannot create " + raw.getName(), unwrap(failure));
            }
        }

        static String join(String path, String name) {
            return path.isEmpty() ? name : path + "." + name;
        }

        /** Turns an object into JSON values; null properties are left out, as in the service. */
        static Object write(Object value) {
            if (value == null || value instanceof String || value instanceof Number || value instanceof Boolean) {
                return value;
            }
            if (value instanceof Optional) {
                return write(((Optional<?>) value).orElse(null));
            }
            if (value instanceof byte[]) {
                return Base64.getEncoder().encodeToString((byte[]) value);
            }
            if (value instanceof Map) {
                Map<String, Object> object = new LinkedHashMap<>();
                ((Map<?, ?>) value).forEach((key, item) -> object.put(String.valueOf(key), write(item)));
                return object;
            }
            if (value instanceof Iterable) {
                List<Object> list = new ArrayList<>();
                ((Iterable<?>) value).forEach(item -> list.add(write(item)));
                return list;
            }
            if (value.getClass().isArray()) {
                List<Object> list = new ArrayList<>();
                for (int i = 0; i < Array.getLength(value); i++) {
                    list.add(write(Array.get(value, i)));
                }
                return list;
            }
            if (value instanceof Enum) {
                return ((Enum<?>) value).name();
            }
            Package home = value.getClass().getPackage();
            if (value instanceof CharSequence || value instanceof Character
                    || home != null && home.getName().startsWith("java.")) {
                return value.toString();
            }
            return Bean.of(value.getClass()).write(value);
        }

        /** The properties of a class: of its getters, setters and public fields, or a record's components. */
        private static final class Bean {
            private final Class<?> type;
            private final Map<String, Method> getters = new LinkedHashMap<>();
            private final Map<String, Method> setters = new HashMap<>();
            private final Map<String, Field> fields = new LinkedHashMap<>();

            static Bean of(Class<?> type) {
                Bean bean = BEANS.get(type);
                if (bean == null) {
                    bean = new Bean(type);
                    BEANS.put(type, bean);
                }
                return bean;
            }

            private Bean(Class<?> type) {
                this.type = type;
                for (Field field : type.getFields()) {
                    if (!Modifier.isStatic(field.getModifiers())) {
                        field.setAccessible(true);
                        fields.put(field.getName(), field);
                    }
                }
                Method[] methods = type.getMethods();
                Arrays.sort(methods, Comparator.comparingInt(this::order).thenComparing(Method::getName));
                for (Method method : methods) {
                    if (!Modifier.isStatic(method.getModifiers()) && !method.isBridge()
                            && method.getDeclaringClass() != Object.class) {
                        add(method);
                    }
                }
            }

            /** Getters in the order of the fields they read; reflection gives methods in none. */
            private int order(Method method) {
                String property = suffix(method.getName());
                Field[] declared = type.getDeclaredFields();
                for (int i = 0; i < declared.length; i++) {
                    String name = declared[i].getName();
                    if (property != null && (name.equals(property) || name.equals(flagName(property)))) {
                        return i;
                    }
                }
                return declared.length;
            }

            private static String suffix(String name) {
                if (name.startsWith("get") || name.startsWith("set")) {
                    return decapitalize(name.substring(3));
                }
                return name.startsWith("is") ? decapitalize(name.substring(2)) : null;
            }

            private void add(Method method) {
                String name = method.getName();
                String property = suffix(name);
                if (property == null || property.isEmpty()) {
                    return;
                }
                int count = method.getParameterCount();
                Class<?> result = method.getReturnType();
                boolean flag = name.startsWith("is") && (result == boolean.class || result == Boolean.class);
                if (count == 1 && name.startsWith("set")) {
                    method.setAccessible(true);
                    setters.put(property, method);
                } else if (count == 0 && result != void.class && (name.startsWith("get") || flag)) {
                    method.setAccessible(true);
                    getters.put(flag && hasField(flagName(property)) ? flagName(property) : property, method);
                }
            }

            /** A field isBase64Encoded with the getter isBase64Encoded() is named so in the events. */
            private boolean hasField(String name) {
                return Arrays.stream(type.getDeclaredFields()).anyMatch(field -> field.getName().equals(name));
            }

            private static String flagName(String property) {
                return "is" + Character.toUpperCase(property.charAt(0)) + property.substring(1);
            }

            /** As java.beans.Introspector, which is in a module that a small runtime may lack. */
            private static String decapitalize(String name) {
                if (name.isEmpty() || name.length() > 1 && Character.isUpperCase(name.charAt(0)) && Character.isUpperCase(name.charAt(1))) {
                    return name;
                }
                return Character.toLowerCase(name.charAt(0)) + name.substring(1);
            }

            Object read(Object json, Type generic, String path) {
                if (!(json instanceof Map) || type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
                    throw mismatch(json, generic, path);
                }
                Map<TypeVariable<?>, Type> bindings = new HashMap<>();
                Types.collect(generic, bindings);
                if (type.isRecord()) {
                    return readRecord((Map<?, ?>) json, bindings, path);
                }
                Object bean = create(type);
                ((Map<?, ?>) json).forEach((key, value) -> set(bean, (String) key, value, bindings, path));
                return bean;
            }

            private Object readRecord(Map<?, ?> json, Map<TypeVariable<?>, Type> bindings, String path) {
                RecordComponent[] components = type.getRecordComponents();
                Class<?>[] types = new Class<?>[components.length];
                Object[] values = new Object[components.length];
                for (int i = 0; i < components.length; i++) {
                    String name = components[i].getName();
                    types[i] = components[i].getType();
                    Type resolved = Types.substitute(components[i].getGenericType(), bindings);
                    values[i] = Mapper.read(json.get(name), resolved, join(path, name));
                }
                try {
                    Constructor<?> constructor = type.getDeclaredConstructor(types);
                    constructor.setAccessible(true);
                    return constructor.newInstance(values);
                } catch (ReflectiveOperationException failure) {
                    throw new IllegalArgumentException("cannot create " + type.getName(), unwrap(failure));
                }
            }

            private void set(Object bean, String name, Object json, Map<TypeVariable<?>, Type> bindings, String path) {
                try {
                    Method setter = setter(name);
                    if (setter != null) {
                        Type parameter = Types.substitute(setter.getGenericParameterTypes()[0], bindings);
                        setter.invoke(bean, Mapper.read(json, parameter, join(path, name)));
                    } else if (fields.containsKey(name) && !Modifier.isFinal(fields.get(name).getModifiers())) {
                        Field field = fields.get(name);
                        field.set(bean, Mapper.read(json, Types.substitute(field.getGenericType(), bindings), join(path, name)));
                    }
                } catch (ReflectiveOperationException failure) {
                    throw new IllegalArgumentException("cannot set " + join(path, name), unwrap(failure));
                }
            }

            private Method setter(String name) {
                Method setter = setters.get(name);
                if (setter == null && name.startsWith("is") && name.length() > 2) {
                    setter = setters.get(decapitalize(name.substring(2)));
                }
                return setter;
            }

            Object write(Object bean) {
                Map<String, Object> object = new LinkedHashMap<>();
                try {
                    if (type.isRecord()) {
                        for (RecordComponent component : type.getRecordComponents()) {
                            Method accessor = component.getAccessor();
                            accessor.setAccessible(true);
                            put(object, component.getName(), accessor.invoke(bean));
                        }
                        return object;
                    }
                    for (Map.Entry<String, Method> getter : getters.entrySet()) {
                        put(object, getter.getKey(), getter.getValue().invoke(bean));
                    }
                    for (Map.Entry<String, Field> field : fields.entrySet()) {
                        if (!object.containsKey(field.getKey())) {
                            put(object, field.getKey(), field.getValue().get(bean));
                        }
                    }
                } catch (ReflectiveOperationException failure) {
                    throw new IllegalArgumentException("cannot write " + type.getName(), unwrap(failure));
                }
                return object;
            }

            private static void put(Map<String, Object> object, String name, Object value) {
                if (value != null) {
                    object.put(name, Mapper.write(value));
                }
            }
        }
    }

    // ---- JSON (RFC 8259).

    private static final class Json {
        private static final int MAX_DEPTH = 1000;

        private final String text;
        private int at;
        private int depth;

        private Json(String text) {
            this.text = text;
        }

        static Object parse(String text) {
            Json parser = new Json(text);
            Object value = parser.value();
            parser.space();
            if (parser.at < text.length()) {
                throw parser.wrong("more text after the value");
            }
            return value;
        }

        private IllegalArgumentException wrong(String what) {
            return new IllegalArgumentException("invalid JSON at character " + at + ": " + what);
        }

        private void space() {
            while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }

        private char peek() {
            space();
            if (at == text.length()) {
                throw wrong("unexpected end");
            }
            return text.charAt(at);
        }

        private void expect(char c) {
            if (peek() != c) {
                throw wrong("expected " + c);
            }
            at++;
        }

        private Object value() {
            switch (peek()) {
                case '{': return nested(this::object);
                case '[': return nested(this::array);
                case '"': return string();
                case 't': return word("true", true);
                case 'f': return word("false", false);
                case 'n': return word("null", null);
                default: return number();
            }
        }

        private Object nested(java.util.function.Supplier<Object> read) {
            if (++depth > MAX_DEPTH) {
                throw wrong("more than " + MAX_DEPTH + " levels");
            }
            Object value = read.get();
            depth--;
            return value;
        }

        private Object word(String word, Object value) {
            if (!text.startsWith(word, at)) {
                throw wrong("unknown word");
            }
            at += word.length();
            return value;
        }

        private Object number() {
            int start = at;
            while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
            try {
                return new BigDecimal(text.substring(start, at));
            } catch (NumberFormatException wrong) {
                at = start;
                throw wrong("expected a value");
            }
        }

        private Object object() {
            Map<String, Object> object = new LinkedHashMap<>();
            expect('{');
            if (peek() == '}') {
                at++;
                return object;
            }
            while (true) {
                if (peek() != '"') {
                    throw wrong("expected a name");
                }
                String name = string();
                expect(':');
                object.put(name, value());
                if (peek() == '}') {
                    at++;
                    return object;
                }
                expect(',');
            }
        }

        private Object array() {
            List<Object> array = new ArrayList<>();
            expect('[');
            if (peek() == ']') {
                at++;
                return array;
            }
            while (true) {
                array.add(value());
                if (peek() == ']') {
                    at++;
                    return array;
                }
                expect(',');
            }
        }

        private String string() {
            StringBuilder out = new StringBuilder();
            at++;
            while (at < text.length()) {
                char c = text.charAt(at++);
                if (c == '"') {
                    return out.toString();
                }
                out.append(c == '\\' ? escaped() : c);
            }
            throw wrong("unterminated string");
        }

        private char escaped() {
            if (at == text.length()) {
                throw wrong("unterminated string");
            }
            char c = text.charAt(at++);
            switch (c) {
                case 'b': return '\b';
                case 'f': return '\f';
                case 'n': return '\n';
                case 'r': return '\r';
                case 't': return '\t';
                case 'u':
                    try {
                        at += 4;
                        return (char) Integer.parseInt(text.substring(at - 4, at), 16);
                    } catch (NumberFormatException | StringIndexOutOfBoundsException wrong) {
                        throw wrong("invalid escape");
                    }
                default: return c;
            }
        }

        static String write(Object value) {
            StringBuilder out = new StringBuilder();
            write(value, out);
            return out.toString();
        }

        private static void write(Object value, StringBuilder out) {
            if (value instanceof Map) {
                char separator = '{';
                for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                    out.append(separator);
                    quote((String) entry.getKey(), out);
                    out.append(':');
                    write(entry.getValue(), out);
                    separator = ',';
                }
                out.append(separator == '{' ? "{}" : "}");
            } else if (value instanceof List) {
                char separator = '[';
                for (Object item : (List<?>) value) {
                    out.append(separator);
                    write(item, out);
                    separator = ',';
                }
                out.append(separator == '[' ? "[]" : "]");
            } else if (value instanceof String) {
                quote((String) value, out);
            } else if (value instanceof Double && !Double.isFinite((Double) value)
                    || value instanceof Float && !Float.isFinite((Float) value)) {
                quote(value.toString(), out);
            } else {
                out.append(value);
            }
        }

        private static void quote(String text, StringBuilder out) {
            out.append('"');
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                switch (c) {
                    case '"': out.append("\\\""); break;
                    case '\\': out.append("\\\\"); break;
                    case '\n': out.append("\\n"); break;
                    case '\r': out.append("\\r"); break;
                    case '\t': out.append("\\t"); break;
                    default:
                        if (c < 0x20) {
                            out.append(String.format("\\u%04x", (int) c));
                        } else {
                            out.append(c);
                        }
                }
            }
            out.append('"');
        }
    }
}
