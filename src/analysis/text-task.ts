import type { Instant } from "#domain/time.ts";
import type { KeywordAnswer, KeywordQuestion, NetworkAnswer, NetworkQuestion } from "./keywords.ts";

/** What a thread is told to do. It reads the rows itself: a question goes in and an answer comes out, not the texts. */
export type TextTask = {
  /** Of the database. With each task, for an embedded server that was started again may be elsewhere. */
  readonly address: string;
  readonly now: Instant;
} & (
  | { readonly kind: "keywords"; readonly question: KeywordQuestion }
  | { readonly kind: "network"; readonly question: NetworkQuestion }
);

export type TextOutcome =
  | { readonly kind: "answered"; readonly answer: KeywordAnswer | NetworkAnswer }
  /** With the database's own code, by which the API tells what the matter is: an error that crosses threads loses it. */
  | { readonly kind: "failed"; readonly message: string; readonly code: string };
