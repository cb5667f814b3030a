import { sql } from "kysely";
import type { ChannelId } from "#domain/channel.ts";
import { parseSearch } from "#domain/search-query.ts";
import type { TermQuery } from "#domain/search-terms.ts";
import { searchVector } from "#domain/search-vector.ts";
import type { Instant } from "#domain/time.ts";
import { foldTag } from "#domain/video.ts";
import type { Db } from "#storage/database.ts";
import { channelId, NOON } from "./settlements.ts";

/** What a video says of itself; what is missing is empty. */
export interface Texts {
  readonly title?: string;
  readonly tags?: readonly string[];
  readonly description?: string;
  readonly channelId?: ChannelId;
  readonly publishedAt?: Instant;
}

const vectorOf = ({ title = "", tags = [], description = "", channelId: channel, publishedAt = NOON }: Texts): string =>
  searchVector({
    title,
    tags,
    description,
    tagKeys: [...new Set(tags.map(foldTag))],
    channelId: channel ?? channelId(1),
    publishedAt,
  });

/** The question that a reader's words are; throws when they are refused. */
export function asked(text: string): TermQuery {
  const search = parseSearch(text);
  if (search.kind === "refused") throw new Error(`${text}: ${search.message}`);
  return search.query;
}

/** Whether each pair of texts and question matches, by the database's own operator. */
export async function matchesEach(
  db: Db,
  pairs: readonly (readonly [Texts, TermQuery])[],
): Promise<readonly boolean[]> {
  const { rows } = await sql<{ matches: boolean }>`
    select (p.v::tsvector @@ p.q::tsquery) as matches
    from unnest(${pairs.map(([texts]) => vectorOf(texts))}::text[], ${pairs.map(([, query]) => query)}::text[])
      with ordinality as p (v, q, n)
    order by p.n`.execute(db);
  return rows.map(({ matches }) => matches);
}

/** Which of the questions find the texts. */
export async function findingOf(db: Db, texts: Texts, questions: readonly string[]): Promise<readonly string[]> {
  const matches = await matchesEach(
    db,
    questions.map((question) => [texts, asked(question)]),
  );
  return questions.filter((_, i) => matches[i]);
}
