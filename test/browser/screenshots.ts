import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";

/** Where continuous integration finds what people may want to look at afterwards; git does not keep it. */
const FOLDER = join(import.meta.dirname, "../../ci-output/screenshots");

/** Keeps what a window shows now as `ci-output/screenshots/NAME.png`. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  await page.screenshot({ path: join(FOLDER, `${name}.png`), animations: "disabled" });
}
