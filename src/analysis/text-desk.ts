import type { Instant } from "#domain/time.ts";
import type { Db } from "#storage/database.ts";
import {
  type KeywordAnswer,
  type KeywordQuestion,
  keywordsOf,
  type NetworkAnswer,
  type NetworkQuestion,
  networkOf,
} from "./keywords.ts";

/** Where heavy work on texts is done: in threads of its own (`text-pool.ts`), or, in tests, at once. */
export interface TextDesk {
  keywords(question: KeywordQuestion, now: Instant): Promise<KeywordAnswer>;
  network(question: NetworkQuestion, now: Instant): Promise<NetworkAnswer>;
  /** Ends what is under way: it fails. */
  close(): Promise<void>;
}

/** A desk that works where it is asked, over a database. */
export const inlineDesk = (db: Db): TextDesk => ({
  keywords: (question, now) => keywordsOf(db, question, now),
  network: (question, now) => networkOf(db, question, now),
  close: async () => undefined,
});
