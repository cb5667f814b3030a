import { type ReactNode, useId } from "react";
import { Link } from "wouter";
import { pages } from "../paths.ts";

/** A part of a page under a heading of its own, with the ways to its data. */
export function Panel({
  title,
  api,
  csv,
  how,
  wide = false,
  children,
}: {
  readonly title: string;
  readonly api?: string;
  readonly csv?: string;
  readonly how?: string;
  readonly wide?: boolean;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <section className={wide ? "panel wide" : "panel"} aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        <p className="ways">
          {api ? (
            <a href={api} aria-label={`API answer of ${title}`}>
              API
            </a>
          ) : null}
          {csv ? (
            <a href={csv} download aria-label={`CSV of ${title}`}>
              CSV
            </a>
          ) : null}
          {how ? (
            <Link href={pages.how(how)} aria-label={`How is ${title} computed?`}>
              How?
            </Link>
          ) : null}
        </p>
      </header>
      {children}
    </section>
  );
}
