/** What is wrong with a query, and where: `at` counts characters from 0 on. The message says what to do. */
export class QueryFault extends Error {
  override name = "QueryFault";

  constructor(
    readonly at: number,
    message: string,
  ) {
    super(message);
  }
}
