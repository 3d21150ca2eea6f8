// The function that is edited.
export const handler = async () => ({ statusCode: 200, body: 'VERSION' })
