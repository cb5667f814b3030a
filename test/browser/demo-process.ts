import type { Browser } from "playwright-core";
import { type Installation, newInstallation } from "../cli/installation.ts";
import { openChromium } from "./open-chromium.ts";

/** `viewcurve demo` as people start it, and a browser in front of it. */
export interface Demo {
  readonly browser: Browser;
  readonly origin: string;
  /** May do everything in the demo's world. */
  readonly token: string;
  /** Reads a path of its API. */
  read<Body>(path: string): Promise<Body>;
  close(): Promise<void>;
}

/**
 * Three days of eight channels: enough for every page to have something to show (first hours, performances, outliers), and
 * made within seconds. Afterwards a virtual minute passes each second, as for whoever looks at it.
 */
const SMALL = ["--days", "3", "--channels", "8", "--port", "0"];

export async function startDemo(): Promise<Demo> {
  const installation = await newInstallation();
  const opened = await openAll(installation).catch(async (error: unknown) => {
    await installation.remove();
    throw error;
  });
  const { origin, token } = opened;
  return {
    ...opened,
    async read<Body>(path: string) {
      const answer = await fetch(`${origin}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } });
      if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${await answer.text()}`);
      return (await answer.json()) as Body;
    },
    async close() {
      await opened.browser.close();
      // Asked to end, it takes its database with it.
      await opened.process.end("SIGTERM");
      await installation.remove();
    },
  };
}

async function openAll(installation: Installation) {
  const process = installation.start(["demo", ...SMALL]);
  const [browser, [, port = ""], [, token = ""]] = await Promise.all([
    openChromium(),
    process.says(/http:\/\/127\.0\.0\.1:(\d+)\/ {3}the dashboard/),
    process.says(/sign in with the token (\S+)/),
  ]);
  return { process, browser, origin: `http://localhost:${port}`, token };
}
