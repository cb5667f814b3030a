import type { ReactNode } from "react";

/** A few numbers in a row, each under its name. */
export function Facts({ children }: { readonly children: ReactNode }) {
  return <dl className="facts">{children}</dl>;
}

export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="big">{children}</dd>
    </div>
  );
}
