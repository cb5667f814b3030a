/**
 * Google's partial responses: `fields=items(id,statistics/viewCount),nextPageToken`. A selector is a tree; `null`
 * means everything below.
 */
export type Selector = ReadonlyMap<string, Selector | null>;

/** Parses a `fields` parameter; `null` when it does not follow the grammar or names a field no answer has. */
export function parseSelector(text: string): Selector | null {
  const parser = new SelectorParser(text);
  const selector = parser.list();
  return selector && parser.atEnd() ? selector : null;
}

/** The part of an answer a selector keeps, in the answer's own order. */
export function select(value: unknown, selector: Selector | null): unknown {
  if (selector === null || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((element) => select(element, selector));
  const kept: Record<string, unknown> = {};
  for (const [name, inner] of Object.entries(value)) {
    const below = selector.get(name) ?? (selector.has(name) ? null : selector.get("*"));
    if (below === undefined) continue;
    if (below === null) {
      kept[name] = inner;
      continue;
    }
    // A plain value has nothing below it to select, and an object of which nothing is kept is left out.
    const part = typeof inner === "object" ? select(inner, below) : null;
    if (part !== null && (Array.isArray(part) || Object.keys(part as object).length > 0)) kept[name] = part;
  }
  return kept;
}

/** Whether a selector keeps the field at a path. */
export function keeps(selector: Selector | null, ...path: readonly string[]): boolean {
  let here = selector;
  for (const name of path) {
    if (here === null) return true;
    const below = here.has(name) ? here.get(name) : here.get("*");
    if (below === undefined) return false;
    here = below;
  }
  return true;
}

/** Every field name that any of our answers can have: others are refused, as Google does. */
const NAMES = new Set(
  `* kind etag nextPageToken prevPageToken regionCode pageInfo totalResults resultsPerPage items id snippet publishedAt
  publishTime channelId title description thumbnails default medium high standard maxres fhd qhd uhd url width height
  channelTitle tags categoryId liveBroadcastContent defaultLanguage localized defaultAudioLanguage contentDetails duration
  durationMillis dimension definition caption licensedContent contentRating projection regionRestriction status uploadStatus privacyStatus
  license embeddable publicStatsViewable madeForKids statistics viewCount likeCount favoriteCount commentCount player
  embedHtml embedWidth embedHeight liveStreamingDetails scheduledStartTime scheduledEndTime actualStartTime actualEndTime concurrentViewers
  activeLiveChatId topicDetails topicCategories customUrl country relatedPlaylists uploads likes subscriberCount
  hiddenSubscriberCount videoCount brandingSettings channel keywords playlistId position resourceId videoId videoOwnerChannelTitle
  videoOwnerChannelId videoPublishedAt startAt endAt note summary subscriberSnippet totalItemCount newItemCount activityType type channels topLevelComment replies
  comments canReply totalReplyCount isPublic textDisplay textOriginal authorDisplayName authorProfileImageUrl authorChannelUrl
  authorChannelId value canRate viewerRating updatedAt error code message errors`.split(/\s+/),
);

class SelectorParser {
  #position = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  atEnd(): boolean {
    return this.#position === this.#text.length;
  }

  /** `selection ("," selection)*` */
  list(): Selector | null {
    const selector = new Map<string, Selector | null>();
    do {
      if (!this.#selection(selector)) return null;
    } while (this.#took(","));
    return selector;
  }

  /** `name ("/" name)* ("(" list ")")?`, put into `into`. */
  #selection(into: Map<string, Selector | null>): boolean {
    const name = this.#name();
    if (!name) return false;
    if (this.#took("/")) {
      const below = new Map<string, Selector | null>();
      if (!this.#selection(below)) return false;
      merge(into, name, below);
      return true;
    }
    if (this.#took("(")) {
      const below = this.list();
      if (!below || !this.#took(")")) return false;
      merge(into, name, below);
      return true;
    }
    into.set(name, null);
    return true;
  }

  #name(): string | null {
    const name = /^[A-Za-z0-9_*]+/.exec(this.#text.slice(this.#position))?.[0];
    if (!name || !NAMES.has(name)) return null;
    this.#position += name.length;
    return name;
  }

  #took(character: string): boolean {
    if (this.#text[this.#position] !== character) return false;
    this.#position++;
    return true;
  }
}

/** `items/id,items/etag` selects both; what selects a whole field already stays. */
function merge(into: Map<string, Selector | null>, name: string, below: Selector): void {
  const known = into.get(name);
  if (known === null) return;
  if (!known) {
    into.set(name, below);
    return;
  }
  const merged = new Map(known);
  for (const [inner, deeper] of below) {
    if (deeper === null) merged.set(inner, null);
    else merge(merged, inner, deeper);
  }
  into.set(name, merged);
}
