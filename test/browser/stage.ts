import type { AddressInfo } from "node:net";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { expect } from "vitest";
import type { Api } from "#api/app-type.ts";
import { virtualClock } from "#simulation/virtual-clock.ts";
import { NOW } from "../api/now.ts";
import { ADMIN_TOKEN, openApi } from "../api/open-api.ts";
import { seed } from "../api/seed.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { openChromium } from "./open-chromium.ts";

/** The service with its dashboard over a seeded database, and a browser in front of it. */
export interface Stage {
  readonly database: TestDatabase;
  readonly clock: ReturnType<typeof virtualClock>;
  readonly browser: Browser;
  readonly origin: string;
  close(): Promise<void>;
}

/** @param videos how many are seeded, with channels, a project and its keys; 0 = nothing is, as at a first start. */
export async function openStage(videos: number, changed: Parameters<typeof openApi>[1] = {}): Promise<Stage> {
  const database = await openTestDatabase("pglite");
  if (videos > 0) await seed(database.db, videos);
  // It stands: what waits for the next second of the events waits until a test lets it pass.
  const clock = virtualClock(NOW);
  const { app } = await openApi(database.db, { clock, ...changed });
  const browser = await openChromium();
  return {
    database,
    clock,
    browser,
    origin: await listen(app),
    async close() {
      await browser.close();
      await app.close();
      await database.close();
    },
  };
}

async function listen(app: Api): Promise<string> {
  await app.listen({ host: "127.0.0.1", port: 0 });
  return `http://localhost:${(app.server.address() as AddressInfo).port}`;
}

/** A page that remembers what it must not do: complain, open a dialog, ask anybody but its server. */
export interface Watched {
  readonly page: Page;
  readonly wrongs: string[];
}

/** Something that serves the dashboard, and a browser in front of it. */
type Served = Pick<Stage, "browser" | "origin">;

export async function openPage({ browser, origin }: Served, scheme: "light" | "dark" = "light"): Promise<Watched> {
  const context = await browser.newContext({ locale: "en-US", timezoneId: "UTC", colorScheme: scheme });
  const page = await context.newPage();
  const wrongs: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) wrongs.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => wrongs.push(`thrown: ${error.message}`));
  page.on("dialog", (dialog) => {
    wrongs.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(`${origin}/`)) wrongs.push(`asked elsewhere: ${request.url()}`);
  });
  return { page, wrongs };
}

/** Signs the page's browser in, as the sign-in form does. */
export async function signIn(
  { page }: Watched,
  { origin }: Pick<Stage, "origin">,
  token: string = ADMIN_TOKEN,
): Promise<void> {
  const sent = await page.request.post(`${origin}/login`, { data: { token }, headers: { origin } });
  if (sent.status() !== 204) throw new Error(`signing in was answered ${sent.status()}`);
}

/** Opens a path and waits until nothing on it is still being asked for. */
export async function visit({ page }: Watched, { origin }: Pick<Stage, "origin">, path: string): Promise<void> {
  await page.goto(origin + path);
  await drawn(page);
}

/** Goes on to another page of the dashboard as a link in it does: nothing is loaded that is there already. */
export async function goOn({ page }: Watched, path: string): Promise<void> {
  const before = await page.title();
  await page.evaluate(`history.pushState(null, "", ${JSON.stringify(path)})`);
  await expect.poll(() => page.title()).not.toBe(before);
  await drawn(page);
}

async function drawn(page: Page): Promise<void> {
  await page.locator("h1").first().waitFor({ state: "attached" });
  const waiting = page.locator(".waiting");
  while ((await waiting.count()) > 0) await waiting.first().waitFor({ state: "detached" });
}

/**
 * What looks for what keeps people out of a page. It runs within the page, which has no frames whose findings another page
 * would have to join. In the dark only colours are others than in the light.
 */
export function axeOf(page: Page, scheme: "light" | "dark" = "light"): AxeBuilder {
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  return scheme === "dark" ? axe.withRules(["color-contrast"]) : axe;
}
