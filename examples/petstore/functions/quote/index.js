// Computes the price of some pets.
const priceOf = { cat: 120, dog: 250, parrot: 90 };

exports.handler = async (event) => {
  const { pets } = JSON.parse(event.body);
  const total = pets.reduce((sum, pet) => sum + (pet.price ?? priceOf[pet.kind]), 0);
  return { statusCode: 200, body: JSON.stringify({ total, currency: "EUR" }) };
};
