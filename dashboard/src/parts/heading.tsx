import { useTitle } from "./use-title.ts";

/** The heading of a page that has nothing else above it; the browser calls the page so, too. */
export function Heading({ title, hidden = false }: { readonly title: string; readonly hidden?: boolean }) {
  useTitle(title);
  return <h1 className={hidden ? "hidden-text" : ""}>{title}</h1>;
}
