"""The runtime interface client of python functions.

Fetches events from the Lambda Runtime API, calls the handler, posts its answer
("Define Lambda function handler in Python", "Using the Lambda context object to
retrieve Python function information").
"""

import decimal
import importlib
import json
import logging
import os
import socket
import sys
import time
import traceback

BASE = "/2018-06-01/runtime"


class RuntimeFailure(Exception):
    """An error of the function's setup, under the service's name for it."""

    def __init__(self, error_type, message, trace=()):
        super().__init__(message)
        self.error_type = error_type
        self.trace = list(trace)


class CognitoIdentity:
    __slots__ = ("cognito_identity_id", "cognito_identity_pool_id")

    def __init__(self):
        self.cognito_identity_id = None
        self.cognito_identity_pool_id = None


class LambdaContext:
    """What a handler gets as its second argument."""

    def __init__(self, headers):
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.identity = CognitoIdentity()
        self.client_context = None
        self._deadline = int(headers["Lambda-Runtime-Deadline-Ms"])

    def get_remaining_time_in_millis(self):
        return max(self._deadline - int(time.time() * 1000), 0)


class RuntimeAPI:
    """Speaks to the Runtime API over one connection, kept open.

    It reads what that server writes, not all of HTTP: a head, then as many bytes
    as Content-Length says. A socket costs half of what http.client does, and a
    function that patches http.client does not see this traffic.
    """

    def __init__(self, address):
        host, _, port = address.rpartition(":")
        self._address = (host, int(port))
        self._host = address
        self._socket = None

    def next(self):
        status, headers, body = self._request("GET", "/invocation/next")
        if status != 200:
            raise ConnectionError(f"it responded {status}: {body!r}")
        return headers, body

    def respond(self, request_id, body):
        """Posts a response and returns the next invocation."""
        return self._post_and_next(f"/invocation/{request_id}/response", body, {})

    def fail(self, request_id, document):
        """Posts the error of an invocation and returns the next one."""
        return self._post_and_next(f"/invocation/{request_id}/error", *self._report(document))

    def fail_init(self, document):
        body, headers = self._report(document)
        self._request("POST", "/init/error", body, headers)

    def _report(self, document):
        error_type = document["errorType"].encode("ascii", "replace").decode()
        error_type = "".join(c if c.isprintable() else "?" for c in error_type)
        return json.dumps(document).encode(), {"Lambda-Runtime-Function-Error-Type": error_type}

    def _post_and_next(self, path, body, headers):
        try:
            status, received, invocation = self._request("POST", path, body, {**headers, "Gatewright-Next": "1"})
            if status == 200:
                return received, invocation
        except OSError:
            pass  # the server did not read the outcome to its end
        self._close()  # after a refusal the server may stop reading
        return self.next()

    def _request(self, method, path, body=None, headers=None):
        lines = [f"{method} {BASE}{path} HTTP/1.1", f"Host: {self._host}"]
        if body is not None:
            lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        head = ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")
        if self._socket is None:
            self._socket = socket.create_connection(self._address)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(head + body if body else head)
        return self._response()

    def _response(self):
        received = b""
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += self._receive()
        status, *lines = received[:end].decode("latin-1").split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines)
        chunks = [received[end + 4 :]]
        missing = int(headers["Content-Length"]) - len(chunks[0])
        while missing > 0:
            chunks.append(self._receive())
            missing -= len(chunks[-1])
        return int(status.split(" ", 2)[1]), headers, b"".join(chunks)

    def _receive(self):
        chunk = self._socket.recv(1 << 16)
        if not chunk:
            raise ConnectionError("it closed the connection")
        return chunk

    def _close(self):
        if self._socket is not None:
            self._socket.close()
            self._socket = None


class Encoder(json.JSONEncoder):
    """Decimal numbers, as DynamoDB's client returns them, are numbers."""

    def default(self, o):
        if isinstance(o, decimal.Decimal):
            return int(o) if o == o.to_integral_value() else float(o)
        return super().default(o)


class RequestIdFilter(logging.Filter):
    request_id = ""

    def filter(self, record):
        record.aws_request_id = self.request_id
        return True


def set_up_logging():
    """The root logger writes in the service's format, from WARNING up."""
    request_ids = RequestIdFilter()
    handler = logging.StreamHandler(sys.stdout)
    formatter = logging.Formatter("[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s", "%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    handler.addFilter(request_ids)
    logging.getLogger().addHandler(handler)
    return request_ids


def load_handler(name):
    module_name, dot, function_name = name.rpartition(".")
    if not dot or not module_name or not function_name:
        raise RuntimeFailure("Runtime.MalformedHandlerName", f"Bad handler '{name}': expected MODULE.FUNCTION")
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise RuntimeFailure(
            "Runtime.ImportModuleError", f"Unable to import module '{module_name}': {error}", frames(error)
        ) from error
    except SyntaxError as error:
        trace = [f'  File "{error.filename}" Line {error.lineno}\n    {(error.text or "").strip()}\n']
        raise RuntimeFailure("Runtime.UserCodeSyntaxError", f"Syntax error in module '{module_name}': {error}", trace) from error
    handler = getattr(module, function_name, None)
    if handler is None:
        raise RuntimeFailure("Runtime.HandlerNotFound", f"Handler '{function_name}' missing on module '{module_name}'")
    if not callable(handler):
        raise RuntimeFailure("Runtime.HandlerNotFound", f"Handler '{function_name}' on module '{module_name}' is not callable")
    return handler


def frames(error):
    """The function's own frames: not those of this file, nor of importlib."""
    own = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename != __file__ and not frame.filename.startswith("<frozen") and "importlib" not in frame.filename
    ]
    return traceback.format_list(own)


def error_document(error, request_id):
    if isinstance(error, RuntimeFailure):
        error_type, trace = error.error_type, error.trace
    else:
        error_type, trace = type(error).__name__, frames(error)
    return {"errorMessage": str(error), "errorType": error_type, "requestId": request_id, "stackTrace": trace}


def report(error, document):
    print(f"[ERROR] {document['errorType']}: {document['errorMessage']}", file=sys.stderr)
    if document["stackTrace"]:
        print("Traceback (most recent call last):\n" + "".join(document["stackTrace"]), end="", file=sys.stderr)


def to_json(result):
    try:
        return json.dumps(result, cls=Encoder, ensure_ascii=False).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise RuntimeFailure("Runtime.MarshalError", f"Unable to marshal response: {error}") from error


def parse(body):
    try:
        return json.loads(body)
    except ValueError as error:
        raise RuntimeFailure("Runtime.UnmarshalError", f"Unable to unmarshal input: {error}") from error


def serve(api, handler, request_ids):
    headers, body = api.next()
    while True:
        context = LambdaContext(headers)
        request_ids.request_id = context.aws_request_id
        os.environ["_X_AMZN_TRACE_ID"] = headers.get("Lambda-Runtime-Trace-Id", "")
        try:
            answer = to_json(handler(parse(body), context))
        except Exception as error:
            document = error_document(error, context.aws_request_id)
            report(error, document)
            headers, body = api.fail(context.aws_request_id, document)
        else:
            headers, body = api.respond(context.aws_request_id, answer)


def main():
    # The directory of this file must not shadow the function's modules.
    sys.path[0] = os.environ["LAMBDA_TASK_ROOT"]
    api = RuntimeAPI(os.environ["AWS_LAMBDA_RUNTIME_API"])
    request_ids = set_up_logging()
    try:
        handler = load_handler(os.environ["_HANDLER"])
    except Exception as error:
        document = error_document(error, "")
        report(error, document)
        api.fail_init(document)
        sys.exit(1)
    try:
        serve(api, handler, request_ids)
    except OSError as error:
        # The Runtime API is gone, and with it who started this process.
        sys.exit(f"the Runtime API is gone: {error}")


if __name__ == "__main__":
    main()
