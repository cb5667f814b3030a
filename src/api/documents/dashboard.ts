import type { Api } from "#api/app-type.ts";
import type { PictureWay } from "#domain/picture.ts";
import { BUILT, readDashboardFiles, type ServedFile } from "./dashboard-files.ts";

/** The paths that are pages of the dashboard (dashboard/src/paths.ts). Any other is nothing, and is answered so. */
const PAGES = [
  "/",
  "/videos",
  "/videos/:id",
  "/channels",
  "/channels/:id",
  "/compare",
  "/watches",
  "/watches/:id",
  "/discoveries",
  "/discoveries/:id",
  "/projects",
  "/settings",
  "/how/:formula",
  "/insights",
  "/insights/:part",
  "/collector",
  "/dictionary",
];

/** Where a browser lands when there is nothing to land on. */
const NOT_BUILT = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Viewcurve</title>
<h1>Viewcurve</h1>
<p>The service runs. Its dashboard was not built: run <code>npm ci</code> in its folder, and start it again.</p>
<p>Until then: <a href="/docs">the API and its documentation</a>.</p>
</html>
`;

/** A name holds a digest of its content: what was loaded once never has to be asked for again. */
const FOR_GOOD = "public, max-age=31536000, immutable";

/**
 * The dashboard: its page at each of its paths, and the files the page is made of. None of it tells anything of the data,
 * so that it is open to everybody; the pages ask the API like any other client.
 */
export async function dashboardRoutes(app: Api, pictures: PictureWay, folder: string = BUILT): Promise<void> {
  const { page: built, assets, formulas } = await readDashboardFiles(folder);
  // The page has to know before it draws its first picture: what the policy forbids would be complained of.
  const page = pictures === "direct" ? built : (built?.replace("<html", `<html data-thumbnails="${pictures}"`) ?? null);
  for (const path of PAGES) {
    app.get(path, { schema: { hide: true } }, (_request, reply) =>
      reply
        .code(page === null ? 503 : 200)
        .type("text/html; charset=utf-8")
        .header("cache-control", "no-store")
        .send(page ?? NOT_BUILT),
    );
  }
  serve(app, assets, FOR_GOOD);
  serve(app, formulas, "no-cache");
}

function serve(app: Api, files: readonly ServedFile[], caching: string): void {
  for (const { path, type, body } of files) {
    app.get(path, { schema: { hide: true } }, (_request, reply) =>
      reply.type(type).header("cache-control", caching).send(body),
    );
  }
}
