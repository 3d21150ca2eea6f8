exports.handler = awslambda.streamifyResponse(async (_event, stream) => {
  const body = awslambda.HttpResponseStream.from(stream, { statusCode: 200, headers: { "Content-Type": "text/plain" } });
  body.write("one, ");
  body.end("two");
});
