import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import type { Browser } from "playwright-core";
import { systemClock } from "#clock.ts";
import { type Db, openDatabase } from "#storage/database.ts";
import { openChromium } from "../test/browser/open-chromium.ts";
import { openApiSet } from "./api-load.ts";
import { presentOf } from "./api-present.ts";
import { startServer } from "./api-server-process.ts";
import { heapInUse, openWindow, scriptsDuring, threadMs } from "./dashboard-browser.ts";
import { measureCurve } from "./dashboard-curve.ts";
import { filtersOf, someVideos } from "./dashboard-filters.ts";
import { openDemoWorld } from "./dashboard-world.ts";

/** Enough of each thing that every page has something to show: some channels, and days in which their curves begin. */
const DEMO = { channels: 16, days: 3, seed: 7 };

/** Loads of each page, the first of which only warms the server and the browser's cache. */
const LOADS = 7;
const ROWS = 10_000;
/** A flung wheel: 70 rows a second. */
const SCROLL_SPEED = 2_000;
const SCROLL_MS = 6_000;
const NAVIGATIONS = 200;

/**
 * The dashboard in a real Chromium. Over a small demo world, with pictures: how soon each page is painted and at hand, warm,
 * what it loads, and how much of it jumps. Over 100,000 videos: from a changed filter to other rows; the curve of a video with
 * 2,000 samples; frames while 10,000 rows are scrolled through, and what one takes of the page's own thread; memory after 200 navigations. `load` is the machine's, since
 * everything here is measured beside whatever else it does.
 */
export async function dashboard(args: readonly string[]): Promise<object> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      videos: { type: "string", default: "100000" },
      directory: { type: "string" },
      json: { type: "boolean" },
    },
  });
  const browser = await openChromium();
  try {
    const pages = await overDemo(browser);
    const many = await overMany(browser, Number(values.videos), values.directory);
    const worst = (of: (row: PageRow) => number) => Math.max(...pages.map(of));
    return {
      firstContentfulPaintMs: worst(({ firstContentfulPaintMs }) => firstContentfulPaintMs),
      interactiveMs: worst(({ interactiveMs }) => interactiveMs),
      initialJsKb: pages[0]?.jsKb ?? null,
      ...many,
      layoutShift: worst(({ layoutShift }) => layoutShift),
      load: Number((loadavg()[0] ?? 0).toFixed(1)),
      pages,
    };
  } finally {
    await browser.close();
  }
}

interface PageRow {
  readonly page: string;
  readonly firstContentfulPaintMs: number;
  readonly interactiveMs: number;
  /** Beyond what the Overview has loaded already; the Overview's is everything. */
  readonly jsKb: number;
  readonly layoutShift: number;
}

async function overDemo(browser: Browser): Promise<readonly PageRow[]> {
  const stage = await openDemoWorld(DEMO);
  say("the demo world is collected");
  try {
    const { url: origin } = stage.serving;
    const video = (await someVideos(stage.db, 1))[0] ?? "";
    const channel = stage.world.channels[0]?.id ?? "";
    const addresses = ["/", "/videos", `/videos/${video}`, "/channels", `/channels/${channel}`];
    const rows: PageRow[] = [];
    for (const address of addresses) {
      const loads = await loadsOf(browser, origin + address);
      rows.push({
        page: address.replace(/\/[A-Za-z0-9_-]{11,}$/, "/:id"),
        firstContentfulPaintMs: rounded(median(loads.map(({ paint }) => paint))),
        interactiveMs: rounded(median(loads.map(({ interactive }) => interactive))),
        jsKb: rounded(await scriptsOf(browser, origin, address)),
        layoutShift: Number(Math.max(...loads.map(({ shift }) => shift)).toFixed(4)),
      });
      say(JSON.stringify(rows.at(-1)));
    }
    return rows;
  } finally {
    await stage.close();
  }
}

/** Loads of one address in one window, warm. */
async function loadsOf(browser: Browser, address: string) {
  const { context, page, call } = await openWindow(browser);
  const loads: { paint: number; interactive: number; shift: number }[] = [];
  for (let n = 0; n < LOADS; n += 1) {
    await page.goto(address);
    const { paint, interactive } = await call<{ paint: number; interactive: number }>("load");
    loads.push({ paint, interactive, shift: await call<number>("shift") });
  }
  await context.close();
  return loads.slice(1);
}

/** Kilobytes of scripts, packed: of the Overview all, of any other page what it wants of whoever comes from there. */
async function scriptsOf(browser: Browser, origin: string, address: string): Promise<number> {
  const { context, page, call } = await openWindow(browser);
  const open = async () => {
    await page.goto(origin);
    await call("load");
  };
  const first = await scriptsDuring(page, open);
  const further = address === "/" ? first : await scriptsDuring(page, () => call("visit", address));
  await context.close();
  return further / 1000;
}

async function overMany(browser: Browser, videos: number, directory: string | undefined) {
  const set = await openApiSet({ videos, snapshots: videos * 20, directory, say });
  const db = openDatabase({ connectionString: set.connectionString, connectionsMax: 2 });
  const server = await startServer({
    directory: set.directory,
    videos,
    base: await presentOf(db),
    realBase: systemClock.now(),
  });
  try {
    const filterMs = await measureFilters(browser, server.url, db);
    say(`filters ${filterMs.map((ms) => ms.toFixed(0)).join(" ")}`);
    const curveMs = await measureCurve(browser, server.url, db);
    say(`curves ${curveMs.map((ms) => ms.toFixed(0)).join(" ")}`);
    const scroll = await measureScroll(browser, server.url);
    say(JSON.stringify(scroll));
    return {
      filterP50Ms: rounded(median(filterMs)),
      curveMs: rounded(median(curveMs)),
      ...scroll,
      memoryGrowthMb: rounded(await measureMemory(browser, server.url, db)),
    };
  } finally {
    await db.destroy();
    await server.stop();
    await set.close();
  }
}

async function measureFilters(browser: Browser, origin: string, db: Db): Promise<readonly number[]> {
  const { context, page, call } = await openWindow(browser);
  await page.goto(`${origin}/videos`);
  await call("load");
  const took: number[] = [];
  for (const query of await filtersOf(db)) took.push(await call<number>("filter", `/videos?${query}`));
  await context.close();
  return took;
}

async function measureScroll(browser: Browser, origin: string) {
  const window = await openWindow(browser);
  const { context, page, call } = window;
  await page.goto(`${origin}/videos?sort=-views`);
  await call("load");
  const rows = await call<number>("loadRows", ROWS);
  const runs: { frames: number; milliseconds: number; worst: number }[] = [];
  const before = await threadMs(window);
  for (let n = 0; n < 3; n += 1) runs.push(await call("scroll", SCROLL_SPEED, SCROLL_MS));
  const spent = (await threadMs(window)) - before;
  await context.close();
  return {
    scrollFps: rounded(median(runs.map(({ frames, milliseconds }) => (frames / milliseconds) * 1000))),
    scrollThreadMs: rounded(spent / runs.reduce((sum, { frames }) => sum + frames, 0)),
    scrolledRows: rows,
  };
}

/** Megabytes by which the heap grew from when every page had been seen to the 200th navigation. */
async function measureMemory(browser: Browser, origin: string, db: Db): Promise<number> {
  const window = await openWindow(browser);
  const videos = (await someVideos(db, 10)).map((id) => `/videos/${id}`);
  const addresses = [...videos.flatMap((video) => [video, "/videos?sort=-views"]), "/", "/channels", "/videos"];
  await window.page.goto(origin);
  await window.call("load");
  let before = 0;
  for (let n = 0; n < NAVIGATIONS; n += 1) {
    await window.call("visit", addresses[n % addresses.length] ?? "/");
    if (n === addresses.length) before = await heapInUse(window);
  }
  const after = await heapInUse(window);
  await window.context.close();
  return (after - before) / 2 ** 20;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const rounded = (value: number): number => Number(value.toFixed(1));

function say(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`${line}\n`);
}
