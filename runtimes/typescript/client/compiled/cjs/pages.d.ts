import { type AnyResult } from "./errors.js";
/**
 * Returns page after page. A page that is not a success, or has no token for a next one, is the last. A token that comes twice
 * in a row is an error: the pages would have no end.
 */
export declare function pagesOf<Input, Page extends AnyResult>(fetchPage: (input: Input) => Promise<Page>, input: Input, tokenOf: (body: Page["body"]) => unknown, withToken: (input: Input, token: unknown) => Input): AsyncGenerator<Page, void>;
/** Returns the items of pages. A page that is not a success is thrown as a ResponseError. */
export declare function itemsOf<Page extends AnyResult, Item>(pages: AsyncIterable<Page>, itemsIn: (body: Page["body"]) => Iterable<Item> | null | undefined): AsyncGenerator<Item, void>;
