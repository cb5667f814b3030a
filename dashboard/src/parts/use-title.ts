import { useEffect } from "react";

/** What the browser calls the page, in its tabs and its history. */
export const useTitle = (title: string): void =>
  useEffect(() => {
    document.title = `${title} · Viewcurve`;
  }, [title]);
