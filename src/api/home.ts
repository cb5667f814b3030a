import type { Api } from "./app-type.ts";

/** Where a browser lands before anything else is there to land on. */
const HOME = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Viewcurve</title>
<h1>Viewcurve</h1>
<p>Self-hosted YouTube tracking: which videos are doing unusually well?</p>
<ul>
  <li><a href="/api/v1/videos?sort=-outlier">Videos, the strongest first</a></li>
  <li><a href="/api/v1/channels">Channels</a></li>
  <li><a href="/api/v1/quota">Quota</a>, <a href="/api/v1/plan">plan</a></li>
  <li><a href="/docs">API documentation</a>, <a href="/openapi.json">OpenAPI 3.1</a></li>
</ul>
</html>
`;

export function homeRoutes(app: Api): void {
  app.get("/", { schema: { hide: true } }, (_request, reply) => reply.type("text/html; charset=utf-8").send(HOME));
}
