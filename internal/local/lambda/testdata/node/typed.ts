export const handler = async (): Promise<string> => "typed";
