export const handler = async () => {
  console.log('about to throw');
  throw new TypeError('no such pet');
};
