import type { ReactNode } from "react";
import { Link } from "wouter";
import { pages } from "../paths.ts";
import { useTitle } from "./use-title.ts";

/** A page's title, with the ways to its data: the answer it is drawn from, the same as a table, and how it is computed. */
export function PageHead({
  title,
  language,
  api,
  csv,
  csvOf,
  ndjson,
  how,
  children,
}: {
  readonly title: string;
  /** Of a title that a stranger wrote, where it is known. */
  readonly language?: string | null;
  readonly api: string;
  readonly csv: string;
  /** What the table holds, where the page shows more than that. */
  readonly csvOf?: string;
  readonly ndjson?: string;
  readonly how: readonly (readonly [formula: string, label: string])[];
  readonly children?: ReactNode;
}) {
  useTitle(title);
  return (
    <div className="page-head">
      <h1>
        <bdi {...(language ? { lang: language } : {})}>{title}</bdi>
      </h1>
      {children}
      <p className="ways">
        <a href={api}>API</a>
        <a href={csv} download>
          {csvOf ? `CSV of ${csvOf}` : "CSV"}
        </a>
        {ndjson ? (
          <a href={ndjson} download>
            NDJSON
          </a>
        ) : null}
        {how.map(([formula, label]) => (
          <Link key={formula} href={pages.how(formula)}>
            How is {label} computed?
          </Link>
        ))}
      </p>
    </div>
  );
}
