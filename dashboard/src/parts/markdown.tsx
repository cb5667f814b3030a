import { lexer, type Token, type Tokens } from "marked";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { pages } from "../paths.ts";
import { Scroll } from "./scroll.tsx";

/*
 * A page of the documentation as elements. Only what is written here can come of it: HTML in a text stays text, pictures are
 * their descriptions, and no address is followed but another formula's page.
 */

export const Markdown = ({ text }: { readonly text: string }) => (
  <div className="prose">{blocks(lexer(text, { gfm: true }))}</div>
);

const blocks = (tokens: readonly Token[]): ReactNode[] =>
  // A text's parts never move: their places tell them apart.
  tokens.map((token, place) => <Block key={place} token={token} />);

function Block({ token }: { readonly token: Token }) {
  const it = token as Tokens.Generic;
  switch (it.type) {
    case "heading": {
      const inside = inlines(it.tokens ?? []);
      return it["depth"] === 1 ? <h2>{inside}</h2> : it["depth"] === 2 ? <h3>{inside}</h3> : <h4>{inside}</h4>;
    }
    case "paragraph":
      return <p>{inlines(it.tokens ?? [])}</p>;
    case "text":
      return <>{it.tokens ? inlines(it.tokens) : it["text"]}</>;
    case "code":
      return (
        <pre>
          <code>{it["text"]}</code>
        </pre>
      );
    case "blockquote":
      return <blockquote>{blocks(it.tokens ?? [])}</blockquote>;
    case "list":
      return <List list={it as Tokens.List} />;
    case "table":
      return <Table table={it as Tokens.Table} />;
    case "hr":
      return <hr />;
    case "space":
    case "def":
      return null;
    default:
      return <p>{it.raw}</p>;
  }
}

function List({ list: { ordered, items } }: { readonly list: Tokens.List }) {
  const lines = items.map((item, place) => <li key={place}>{blocks(item.tokens)}</li>);
  return ordered ? <ol>{lines}</ol> : <ul>{lines}</ul>;
}

function Table({ table: { header, rows } }: { readonly table: Tokens.Table }) {
  return (
    <Scroll label="A table">
      <table>
        <thead>
          <tr>
            {header.map((cell, place) => (
              <th key={place}>{inlines(cell.tokens)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, line) => (
            <tr key={line}>
              {row.map((cell, place) => (
                <td key={place} className="wrap">
                  {inlines(cell.tokens)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

const inlines = (tokens: readonly Token[]): ReactNode[] =>
  tokens.map((token, place) => <Inline key={place} token={token} />);

function Inline({ token }: { readonly token: Token }) {
  const it = token as Tokens.Generic;
  switch (it.type) {
    case "strong":
      return <strong>{inlines(it.tokens ?? [])}</strong>;
    case "em":
      return <em>{inlines(it.tokens ?? [])}</em>;
    case "del":
      return <del>{inlines(it.tokens ?? [])}</del>;
    case "codespan":
      return <code>{it["text"]}</code>;
    case "br":
      return <br />;
    case "escape":
      return <>{it["text"]}</>;
    case "text":
      return <>{it.tokens ? inlines(it.tokens) : it["text"]}</>;
    case "image":
      return <>{it["text"]}</>;
    case "link":
      return <Reference href={it["href"] as string}>{inlines(it.tokens ?? [])}</Reference>;
    default:
      return <>{it.raw}</>;
  }
}

/** Pages beside this one can be opened here; other documents are named, since they are not served. */
function Reference({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  const formula = /^([a-z-]+)\.md(?:#.*)?$/.exec(href)?.[1];
  if (formula !== undefined) return <Link href={pages.how(formula)}>{children}</Link>;
  const document = /^\.\.\/([a-z0-9/-]+\.md)/.exec(href)?.[1];
  return (
    <>
      {children}
      {document === undefined ? null : <span className="quiet"> (docs/{document})</span>}
    </>
  );
}
