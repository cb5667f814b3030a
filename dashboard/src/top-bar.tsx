import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { Link, useLocation } from "wouter";
import { pages } from "./paths.ts";

/** Whether a page is a place or lies below it; below the overview lies nothing. */
const isIn = (page: string, place: string): boolean =>
  page === place || (place !== pages.overview && page.startsWith(`${place}/`));

/** The ways to all pages, and what the reader can choose. Where there is little room, both are behind a button. */
export function TopBar({
  places,
  children,
}: {
  readonly places: readonly (readonly [path: string, name: string])[];
  readonly children: ReactNode;
}) {
  const [page] = useLocation();
  const [isOpen, setOpen] = useState(false);
  const menu = useId();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isOpen) return undefined;
    const close = ({ key }: KeyboardEvent): void => {
      if (key !== "Escape") return;
      setOpen(false);
      button.current?.focus();
    };
    addEventListener("keydown", close);
    return () => removeEventListener("keydown", close);
  }, [isOpen]);
  useNewPage(page, () => setOpen(false));
  return (
    <header className={isOpen ? "top open" : "top"}>
      <Link href={pages.overview} className="brand">
        Viewcurve
      </Link>
      <button
        ref={button}
        type="button"
        className="button menu-button"
        aria-expanded={isOpen}
        aria-controls={menu}
        onClick={() => setOpen(!isOpen)}
      >
        Menu
      </button>
      <div id={menu} className="menu">
        <nav aria-label="Pages">
          <ul>
            {places.map(([path, name]) => (
              <li key={path}>
                <Link
                  href={path}
                  className={isIn(page, path) ? "here" : ""}
                  {...(isIn(page, path) ? { "aria-current": page === path ? "page" : true } : {})}
                >
                  {name}
                </Link>
              </li>
            ))}
            <li>
              <a href="/docs">API docs</a>
            </li>
          </ul>
        </nav>
        {children}
      </div>
    </header>
  );
}

/**
 * A new page begins at its top, as when a browser loads one; but going back leads to where one was, and that the browser
 * sees to by itself.
 */
function useNewPage(page: string, whenNew: () => void): void {
  const isBack = useRef(false);
  const before = useRef(page);
  const tell = useRef(whenNew);
  tell.current = whenNew;
  useEffect(() => {
    const note = (): void => {
      isBack.current = true;
    };
    addEventListener("popstate", note);
    return () => removeEventListener("popstate", note);
  }, []);
  useEffect(() => {
    if (before.current !== page) {
      before.current = page;
      tell.current();
      if (!isBack.current) scrollTo(0, 0);
    }
    isBack.current = false;
  }, [page]);
}
