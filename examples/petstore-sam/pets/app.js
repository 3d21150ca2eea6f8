const pets = [
  { id: 1, name: "Minka", price: 120 },
  { id: 2, name: "Rex", price: 250 },
];

const respond = (statusCode, body) => ({ statusCode, body: JSON.stringify(body) });

/** Lists the pets, or orders one for the user who calls. */
exports.handler = async (event) => {
  const currency = process.env.CURRENCY;
  if (event.httpMethod === "GET") {
    return respond(200, pets.map((pet) => ({ ...pet, currency })));
  }
  const { pet } = JSON.parse(event.body);
  return respond(201, { pet, user: event.requestContext.authorizer.claims["cognito:username"] });
};
