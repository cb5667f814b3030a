import { mkdir, writeFile } from "node:fs/promises";
import { sql } from "kysely";
import type { Db } from "#storage/database.ts";
import { openChromium } from "../test/browser/open-chromium.ts";
import { openWindow } from "./dashboard-browser.ts";
import { openDemoWorld } from "./dashboard-world.ts";
import { smallerPng } from "./smaller-png.ts";

/*
 * `npm run screenshots`: the pictures of the README, of a demo whose seed is fixed, so that they change only when the
 * dashboard or the world does. It takes some minutes.
 */

const DEMO = {
  ...{ channels: 60, days: 9, seed: 1 },
  // The browser that comes with the packages brings no fonts for other scripts.
  tracks: (title: string) => /^[\p{Script=Latin}\p{Script=Arabic}\p{Script=Common}]+$/u.test(title),
};

const FOLDER = new URL("../docs/images/", import.meta.url);

/** What is asked for last comes behind what is drawn first. */
const QUIET_MS = 2_000;

/** A README that takes longer to load than to read is not read. */
const BYTES_MAX = 250_000;

const stage = await openDemoWorld(DEMO);
const browser = await openChromium();
try {
  await mkdir(FOLDER, { recursive: true });
  const { context, page, call } = await openWindow(browser);
  const views = {
    overview: "/",
    videos: "/videos?sort=-outlier&age=7d",
    video: `/videos/${await changedOutlier(stage.db)}`,
  };
  for (const [name, address] of Object.entries(views)) {
    const path = new URL(`${name}.png`, FOLDER).pathname;
    await page.goto(stage.serving.url + address);
    await call("settled", QUIET_MS);
    const png = smallerPng(await page.screenshot());
    await writeFile(path, png);
    process.stdout.write(`${name}.png: ${Math.ceil(png.length / 1000)} kB\n`);
    if (png.length > BYTES_MAX) process.exitCode = 1;
  }
  await context.close();
} finally {
  await browser.close();
  await stage.close();
}

/** The video that did best for its age; one whose title or picture was changed has more to tell. */
async function changedOutlier(db: Db): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    select c.video_id as id from video_counter c
    where c.first_hour_views is not null and c.outlier_basis = 'age' and c.outlier > 1.5
    order by exists (
      select from video_revision r
      where r.video_id = c.video_id and (jsonb_exists(r.before, 'title') or jsonb_exists(r.before, 'thumbnail'))
    ) desc, c.outlier desc, c.video_id limit 1`.execute(db);
  const [video] = rows;
  if (!video) throw new Error("no video of the demo has an outlier at its age");
  return video.id;
}
