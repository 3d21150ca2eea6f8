import { ok } from "./errors.js";
/**
 * Returns page after page. A page that is not a success, or has no token for a next one, is the last. A token that comes twice
 * in a row is an error: the pages would have no end.
 */
export async function* pagesOf(fetchPage, input, tokenOf, withToken) {
    for (let last;;) {
        const page = await fetchPage(input);
        yield page;
        const token = (page.statusCode < 300 ? tokenOf(page.body) : undefined) ?? "";
        if (token === "") {
            return;
        }
        if (token === last) {
            throw new Error(`the page after token ${JSON.stringify(token)} names the same token again`);
        }
        last = token;
        input = withToken(input, token);
    }
}
/** Returns the items of pages. A page that is not a success is thrown as a ResponseError. */
export async function* itemsOf(pages, itemsIn) {
    for await (const page of pages) {
        yield* itemsIn(ok(page)) ?? [];
    }
}
