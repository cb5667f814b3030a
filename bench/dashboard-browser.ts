import { gzipSync } from "node:zlib";
import type { Browser, BrowserContext, CDPSession, Page, Response } from "playwright-core";

/** What it looks like to most: a laptop's window. */
const WINDOW = { width: 1440, height: 900 };

/** A browser's window in front of a service, with what dashboard-in-page.js can do. */
export interface Window {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly session: CDPSession;
  /** Calls a function of the page's `bench`. */
  call<Answer>(name: string, ...args: readonly (string | number)[]): Promise<Answer>;
}

export async function openWindow(browser: Browser): Promise<Window> {
  const context = await browser.newContext({ viewport: WINDOW, locale: "en-US", timezoneId: "UTC" });
  await context.addInitScript({ path: new URL("./dashboard-in-page.js", import.meta.url).pathname });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const call = <Answer>(name: string, ...args: readonly (string | number)[]): Promise<Answer> =>
    page.evaluate<Answer>(`bench.${name}(${args.map((arg) => JSON.stringify(arg)).join(", ")})`);
  return { context, page, session, call };
}

/** Bytes of JavaScript, packed as any server may send them, that a page loads while something is done. */
export async function scriptsDuring(page: Page, act: () => Promise<unknown>): Promise<number> {
  const bodies: Promise<Buffer>[] = [];
  const hear = (response: Response): void => {
    if (new URL(response.url()).pathname.endsWith(".js")) bodies.push(response.body());
  };
  page.on("response", hear);
  await act();
  page.off("response", hear);
  return (await Promise.all(bodies)).reduce((sum, body) => sum + gzipSync(body).length, 0);
}

/** Milliseconds of a processor that the page's own thread has taken so far: what others take of the machine is not in it. */
export async function threadMs({ session }: Window): Promise<number> {
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const { metrics } = await session.send("Performance.getMetrics");
  return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0) * 1000;
}

/** Bytes in use once nothing is left to be collected. */
export async function heapInUse({ session }: Window): Promise<number> {
  for (let n = 0; n < 2; n += 1) await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  return usedSize;
}
