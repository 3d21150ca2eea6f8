export const handler = awslambda.streamifyResponse(async () => {});
