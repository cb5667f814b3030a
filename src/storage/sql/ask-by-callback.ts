import type pg from "pg";

/**
 * Makes a connection hand out promises of its own making instead of node-postgres'. Those chain every answer to the one before
 * it: once one of them has grown old, the rows of all that follow outlive the quick collections of garbage, which took
 * 10 ms instead of 0.4 and came to a sixth of a page's time.
 */
export function askByCallback(client: pg.PoolClient): void {
  const ask = client.query.bind(client) as (...args: unknown[]) => unknown;
  const asked = (...args: unknown[]): unknown => {
    const [first] = args;
    // Cursors and the like answer in their own way.
    if (typeof args.at(-1) === "function" || isSubmittable(first)) return ask(...args);
    return new Promise((resolve, reject) => {
      ask(...args, (error: Error | null, result: unknown) => {
        if (error === null || error === undefined) return resolve(result);
        // Where it was asked says more than where the socket was read.
        Error.captureStackTrace(error);
        reject(error);
      });
    });
  };
  client.query = asked as typeof client.query;
}

const isSubmittable = (asked: unknown): boolean => typeof (asked as { submit?: unknown } | null)?.submit === "function";
