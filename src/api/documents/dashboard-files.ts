import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";

/** A file as it is sent. */
export interface ServedFile {
  readonly path: string;
  readonly type: string;
  readonly body: Buffer;
}

/** What the dashboard's pages are made of, and the pages that tell how numbers are computed. */
export interface DashboardFiles {
  /** The page that every path of the dashboard begins with; `null` = it was not built. */
  readonly page: string | null;
  readonly assets: readonly ServedFile[];
  readonly formulas: readonly ServedFile[];
}

/** The same from the sources and from what is packed: both lie two folders below. */
const ROOT = join(import.meta.dirname, "../../..");

/** Where `.ci/prepare` leaves what it builds. */
export const BUILT = join(ROOT, "dashboard/dist");

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".md": "text/markdown; charset=utf-8",
  ".svg": "image/svg+xml",
};

/**
 * Reads them into memory, half a megabyte: what is sent later are these and no other files, whatever a path may say.
 *
 * @param folder what was built; a folder that is not there is a dashboard that was not built.
 */
export async function readDashboardFiles(folder: string): Promise<DashboardFiles> {
  const page = await readFile(join(folder, "index.html"), "utf8").catch(() => null);
  return {
    page,
    assets: page === null ? [] : await readFiles(join(folder, "assets"), "/assets"),
    formulas: await readFiles(join(ROOT, "docs/formulas"), "/formulas"),
  };
}

async function readFiles(folder: string, below: string): Promise<ServedFile[]> {
  const names = await readdir(folder).catch(() => []);
  return Promise.all(
    names.flatMap((name) => {
      const type = TYPES[extname(name)];
      if (type === undefined) return [];
      return [readFile(join(folder, name)).then((body) => ({ path: `${below}/${name}`, type, body }))];
    }),
  );
}
