/**
 * Returns page after page. The last one has no token for a next one. A token that comes twice in a row is an error: the pages
 * would have no end.
 */
export declare function pagesOf<Input, Page>(fetchPage: (input: Input) => Promise<Page>, input: Input, tokenOf: (page: Page) => unknown, withToken: (input: Input, token: unknown) => Input): AsyncGenerator<Page, void>;
