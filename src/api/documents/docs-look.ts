/** The dashboard's colours (dashboard/src/style/page.css), as far as a bar and a link go. */
const STYLE = `
.swagger-ui .topbar { background: #f6f7f9; border-bottom: 1px solid #dde1e6; padding: 6px 0; }
.swagger-ui .topbar a.link { color: #0b5cad; font: 700 16px system-ui, sans-serif; }
`;

/** The bar's link leads nowhere by itself: it becomes the way back to the dashboard. */
const WAY_BACK = `
new MutationObserver((_, observer) => {
  const link = document.querySelector("#swagger-ui .topbar a.link");
  if (!link) return;
  observer.disconnect();
  link.href = "/";
  link.textContent = "← Viewcurve";
}).observe(document.documentElement, { childList: true, subtree: true });
`;

/** What the page of the API has of ours: served as files, so that it needs no leave to run what stands in a page. */
export const DOCS_LOOK = {
  title: "API · Viewcurve",
  css: [{ filename: "viewcurve.css", content: STYLE }],
  js: [{ filename: "viewcurve.js", content: WAY_BACK }],
};
