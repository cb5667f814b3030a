import { sql } from "kysely";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Picture } from "#domain/picture.ts";
import { encodePng } from "#simulation/png.ts";
import { ADMIN_TOKEN } from "../api/open-api.ts";
import { RICH_VIDEO } from "../api/seed.ts";
import { axeOf, openPage, openStage, type Stage, visit, type Watched } from "./stage.ts";

const EVIL = `<img src=x onerror="window.ran='view'">`;

describe("videos on the dashboard", () => {
  let stage: Stage;
  /** The addresses that pictures were fetched from. */
  const fetched: string[] = [];
  const read = async (address: URL): Promise<Picture> => {
    fetched.push(address.href);
    return { type: "image/png", bytes: encodePng(16, 9, (x, y) => [x * 15, y * 25, 90]) };
  };
  beforeAll(async () => {
    stage = await openStage(120, { loopback: false, thumbnails: { way: "proxied", read } });
    const { db } = stage.database;
    await sql`update video set thumbnail_url = 'https://i.ytimg.com/vi/' || id || '/mqdefault.jpg'`.execute(db);
    await sql`update video_revision set before = before || '{"thumbnail": "https://i.ytimg.com/vi/before/mqdefault.jpg"}'
      where video_id = ${RICH_VIDEO}`.execute(db);
  });
  afterAll(() => stage.close());

  /** A page of somebody who is signed in. */
  async function signedIn(scheme: "light" | "dark" = "light"): Promise<Watched> {
    const watched = await openPage(stage, scheme);
    const headers = { origin: stage.origin };
    await watched.page.request.post(`${stage.origin}/login`, { data: { token: ADMIN_TOKEN }, headers });
    return watched;
  }
  const close = async ({ page, wrongs }: Watched): Promise<void> => {
    expect(wrongs).toEqual([]);
    expect(await page.evaluate("window.ran")).toBeUndefined();
    await page.context().close();
  };
  const complaints = async (page: Page) =>
    (await axeOf(page).analyze()).violations.map(
      ({ id, nodes }) => `${id} ${nodes[0]?.html} ${nodes[0]?.failureSummary}`,
    );
  const columnOf = async (page: Page, head: string): Promise<string[]> => {
    const heads = await page.locator(".rows th").allTextContents();
    const place = heads.findIndex((text) => text.startsWith(head));
    return page.locator(`.rows tbody tr td:nth-child(${place + 1})`).allTextContents();
  };

  it("saves a view for everybody, whatever it is called, who open, rename and delete it", async () => {
    const watched = await signedIn();
    const { page } = watched;
    await visit(watched, stage, "/videos?tag=Baking&sort=-views&cols=title,views");
    await page.getByRole("button", { name: "Saved views" }).click();
    await page.getByText("None is saved yet.").waitFor();
    await page.getByRole("textbox", { name: "Save what is shown as" }).fill(EVIL);
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("link", { name: EVIL }).waitFor();
    expect(await complaints(page)).toEqual([]);

    const other = await signedIn("dark");
    await visit(other, stage, "/videos");
    await other.page.getByRole("button", { name: "Saved views" }).click();
    await other.page.getByRole("link", { name: EVIL }).click();
    await other.page.waitForURL("**/videos?tag=Baking&sort=-views&cols=title%2Cviews");
    expect(await other.page.locator(".rows thead th").allTextContents()).toEqual(["Title", "Views ▼"]);
    await other.page.getByRole("button", { name: "Saved views" }).click();
    await other.page.getByRole("button", { name: `Rename ${EVIL}` }).click();
    await other.page.getByRole("textbox", { name: "New name" }).fill("Bread");
    await other.page.getByRole("button", { name: "Rename", exact: true }).click();
    await other.page.getByRole("button", { name: "Delete Bread" }).click();
    await other.page.getByText("Delete it for everybody?").waitFor();
    expect(await complaints(other.page)).toEqual([]);
    await other.page.getByRole("button", { name: "Delete", exact: true }).click();
    await other.page.getByText("None is saved yet.").waitFor();
    await close(other);
    await close(watched);
  });

  it("says why a view was not saved, and saves it when that is mended", async () => {
    const watched = await signedIn();
    const { page } = watched;
    await visit(watched, stage, "/videos");
    await page.getByRole("button", { name: "Saved views" }).click();
    await page.route("**/saved-views/*", (route) =>
      route.fulfill({ status: 403, json: { detail: "This wants a token of the scope write." } }),
    );
    await page.getByRole("textbox", { name: "Save what is shown as" }).fill("mine");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("This wants a token of the scope write.").waitFor();
    await page.unrouteAll();
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("link", { name: "mine" }).waitFor();
    // The browser itself tells of every refusal.
    watched.wrongs.splice(0);
    await page.request.delete(`${stage.origin}/api/v1/saved-views/mine`, {
      headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    });
    await close(watched);
  });

  it("keeps in the address the chosen row, what is opened, pictures and keys, and shows them to whoever gets it", async () => {
    const watched = await signedIn();
    const { page } = watched;
    await visit(watched, stage, "/videos?sort=-views&category=24&category=10");
    expect(await page.locator(".filters .mantine-Pill-root").count()).toBe(2);
    await visit(watched, stage, "/videos?sort=-views");
    for (let n = 0; n < 70; n += 1) await page.keyboard.press("j");
    await page.waitForURL(/[?&]row=[\w-]{11}/);
    await page.getByRole("checkbox", { name: "Thumbnails" }).uncheck();
    await page.getByRole("button", { name: "Keys" }).click();
    await page.getByRole("checkbox", { name: "Single keys are commands" }).uncheck();
    await page.getByRole("button", { name: "Close" }).click();
    await page.getByRole("button", { name: "Columns" }).click();
    await page.waitForURL(/opened=columns/);
    const other = await signedIn();
    await visit(other, stage, page.url().slice(stage.origin.length));
    const chosen = other.page.locator('tr.chosen[data-row="69"]');
    await chosen.waitFor();
    const [row, box] = [await chosen.boundingBox(), await other.page.locator(".rows").boundingBox()];
    expect([row && box && row.y >= box.y, row && box && row.y < box.y + box.height]).toEqual([true, true]);
    await other.page.getByRole("checkbox", { name: "Outlier" }).waitFor();
    expect(await other.page.getByRole("checkbox", { name: "Thumbnails" }).isChecked()).toBe(false);
    await other.page.keyboard.press("Escape");
    await other.page.waitForURL((url) => !url.searchParams.has("opened"));
    await other.page.keyboard.press("?");
    expect(await other.page.getByRole("dialog", { name: "Keys" }).count()).toBe(0);
    await other.page.route("**/logout", (route) => route.fulfill({ status: 503, json: { detail: "Not now." } }));
    await other.page.getByRole("button", { name: "Sign out" }).click();
    await other.page.getByRole("alert").getByText("Not signed out: Not now.").waitFor();
    // The browser itself tells of every refusal.
    other.wrongs.splice(0);
    await close(other);
    await close(watched);
  });

  it("exports what is shown: its rows, in its order, with its columns", async () => {
    const watched = await signedIn();
    const { page } = watched;
    await visit(watched, stage, "/videos?cols=title,views,curve&viewsMin=5000&sort=-views");
    await page.getByRole("button", { name: /^short \d/ }).click();
    await page.waitForURL(/format=short/);
    await page.getByRole("button", { name: /^short \d/, pressed: true }).waitFor();
    // The last rows stay until the new ones are there; a page that is opened with the address has no last ones.
    await visit(watched, stage, page.url().slice(stage.origin.length));
    const titles = await columnOf(page, "Title");
    for (const kind of ["CSV", "NDJSON"]) {
      const href = await page.getByRole("link", { name: kind, exact: true }).getAttribute("href");
      const body = await (await page.request.get(stage.origin + href)).text();
      const lines = body.trim().split(/\r?\n/);
      const exported =
        kind === "CSV"
          ? lines.slice(1).map((line) => line.slice(line.indexOf(",") + 1, line.lastIndexOf(",")))
          : lines.map((line) => JSON.parse(line).title as string);
      expect(exported.map((title) => title.replaceAll('"', "").replace(/^'/, ""))).toEqual(
        titles.map((title) => title.replaceAll('"', "")),
      );
      if (kind === "CSV") expect(lines[0]).toBe("id,title,counters.views");
    }
    await close(watched);
  });

  it("chooses windows by keys, and tells what the keys do", async () => {
    const watched = await signedIn();
    const { page } = watched;
    await visit(watched, stage, "/videos");
    for (const [key, age] of [
      ["d", "24h"],
      ["w", "7d"],
      ["m", "28d"],
    ] as const) {
      await page.keyboard.press(key);
      await page.waitForURL(`**/videos?age=${age}`);
    }
    await page.keyboard.press("m");
    await page.waitForURL("**/videos");
    await page.keyboard.press("?");
    const dialog = page.getByRole("dialog", { name: "Keys" });
    await dialog.getByText("open the chosen row").waitFor();
    expect(await complaints(page)).toEqual([]);
    // While it is open, letters are no commands.
    await page.keyboard.press("d");
    await dialog.getByRole("button", { name: "Close" }).click();
    await dialog.waitFor({ state: "hidden" });
    expect(new URL(page.url()).search).toBe("");
    await close(watched);
  });

  it.each(["light", "dark"] as const)(
    "shows on a video's curve what its title and picture were and became (%s)",
    async (scheme) => {
      const watched = await signedIn(scheme);
      const { page } = watched;
      await visit(watched, stage, `/videos/${RICH_VIDEO}`);
      const ring = page.getByRole("button", { name: /^changed: .*title/ });
      const told = page.getByRole("tooltip").filter({ hasText: "How bread rises (draft)" });
      expect(await told.isVisible()).toBe(false);
      await ring.focus();
      await told.waitFor();
      expect(await told.textContent()).toMatch(/How bread rises \(draft\) →.* became How bread rises 0/);
      const addresses = await told
        .locator("img")
        .evaluateAll((images) => images.map((image) => image.getAttribute("src")));
      expect(addresses).toEqual([
        expect.stringMatching(new RegExp(`^/thumbnails/${RICH_VIDEO}\\?before=2026-`)),
        `/thumbnails/${RICH_VIDEO}`,
      ]);
      await expect.poll(() => fetched).toContain("https://i.ytimg.com/vi/before/mqdefault.jpg");
      expect(await complaints(page)).toEqual([]);
      await page.getByRole("button", { name: /^first hour 501/ }).focus();
      await page
        .getByRole("tooltip")
        .filter({ hasText: /views at the age of 60 minutes: measured, 4 s/ })
        .waitFor();
      await close(watched);
    },
  );
});
