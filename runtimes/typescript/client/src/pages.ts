import { type AnyResult, ok } from "./errors.js";

/**
 * Returns page after page. A page that is not a success, or has no token for a next one, is the last. A token that comes twice
 * in a row is an error: the pages would have no end.
 */
export async function* pagesOf<Input, Page extends AnyResult>(
  fetchPage: (input: Input) => Promise<Page>,
  input: Input,
  tokenOf: (body: Page["body"]) => unknown,
  withToken: (input: Input, token: unknown) => Input,
): AsyncGenerator<Page, void> {
  for (let last: unknown; ; ) {
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
export async function* itemsOf<Page extends AnyResult, Item>(
  pages: AsyncIterable<Page>,
  itemsIn: (body: Page["body"]) => Iterable<Item> | null | undefined,
): AsyncGenerator<Item, void> {
  for await (const page of pages) {
    yield* itemsIn(ok<AnyResult>(page)) ?? [];
  }
}
