/** A client of an OAuth 2 token endpoint, such as https://shop.auth.eu-west-1.amazoncognito.com/oauth2/token. */
export interface TokenEndpoint {
    readonly tokenUrl: string;
    readonly clientId: string;
    readonly clientSecret?: string;
    /** The default is the scopes of the operation. */
    readonly scopes?: readonly string[];
    /** Which token of the response is sent; the default is "access_token". Cognito authorizers without scopes take the "id_token". */
    readonly token?: "access_token" | "id_token";
    /** What sends requests; the default is the global fetch. */
    readonly fetch?: (request: Request) => Promise<Response>;
}
/** Returns tokens, which are kept until a minute before they expire. */
export type KeptTokenSource = (scopes: readonly string[], refresh: boolean) => Promise<string>;
/** Returns a source of tokens by client credentials (RFC 6749, section 4.4). */
export declare function clientCredentials(endpoint: TokenEndpoint & {
    readonly clientSecret: string;
}): KeptTokenSource;
/** Returns a source of tokens by a refresh token (RFC 6749, section 6). A new refresh token replaces the one before. */
export declare function refreshToken(endpoint: TokenEndpoint & {
    readonly refreshToken: string;
}): KeptTokenSource;
