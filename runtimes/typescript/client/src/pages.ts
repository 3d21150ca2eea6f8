/**
 * Returns page after page. The last one has no token for a next one. A token that comes twice in a row is an error: the pages
 * would have no end.
 */
export async function* pagesOf<Input, Page>(
  fetchPage: (input: Input) => Promise<Page>,
  input: Input,
  tokenOf: (page: Page) => unknown,
  withToken: (input: Input, token: unknown) => Input,
): AsyncGenerator<Page, void> {
  for (let last: unknown; ; ) {
    const page = await fetchPage(input);
    yield page;
    const token = tokenOf(page) ?? "";
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
