import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Session } from "#api/access/tokens-contract.ts";
import { useAnswer } from "../api/use-answer.ts";
import { Answered } from "../parts/notice.tsx";
import { questions } from "../paths.ts";
import { SignIn } from "./sign-in.tsx";

type Scope = NonNullable<Session["scope"]>;

const ENOUGH: Readonly<Record<Scope, readonly Session["scope"][]>> = {
  read: [null, "read", "write", "admin"],
  write: ["write", "admin"],
  admin: ["admin"],
};

/** What the browser may do, as the service knows it. */
export const useSession = () => useAnswer<Session>(questions.session);

/** Shows its content to who may have it, and else says what it wants and takes a token in its place. */
export function Permitted({
  scope,
  why,
  children,
}: {
  readonly scope: Scope;
  /** What it is, and what for it wants the scope: a sentence. */
  readonly why: string;
  readonly children: ReactNode;
}) {
  const session = useSession();
  const client = useQueryClient();
  return (
    <Answered of={session} lines={8}>
      {({ scope: granted }) =>
        ENOUGH[scope].includes(granted) ? (
          children
        ) : (
          <section className="panel sign-in-here" aria-label="Sign in">
            <SignIn why={`${why} ${lacking(granted, scope)}`} done={() => void client.invalidateQueries()} />
          </section>
        )
      }
    </Answered>
  );
}

const lacking = (granted: Session["scope"], scope: Scope): string =>
  granted === null
    ? `This browser is not signed in: give a token of the scope ${scope}.`
    : `You are signed in with the scope ${granted}: give a token of the scope ${scope}.`;
