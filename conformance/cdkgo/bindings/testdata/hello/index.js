exports.handler = async (event) => ({
  statusCode: 200,
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify({ text: `Hello ${event.queryStringParameters.name}` }),
});
