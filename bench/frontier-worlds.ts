/** What makes one world differ from another. All shares are assumed; the worlds span what they might be. */
export interface FrontierWorldShape {
  readonly name: string;
  /** Of a channel's links, how many stay in its community, and how many beyond that in its language. */
  readonly withinCommunity: number;
  readonly withinLanguage: number;
  /** Above 1: how much links favour the big. */
  readonly favour: number;
  readonly privateSubscriptions: number;
  readonly withFeatured: number;
  /** Of those who comment, how many are among the million channels rather than mere viewers. */
  readonly ownersComment: number;
  /** Terms a language and topic has: few make search see the same ones again. */
  readonly terms: number;
  /** Of the places of a chart, how many change from day to day. */
  readonly chartChange: number;
  readonly communities: number;
}

/** A filter of the benchmark: a language, topics (`null` = all) and subscribers. */
export interface FrontierFilter {
  readonly language: number;
  readonly topics: ReadonlySet<number> | null;
  readonly least: number;
  readonly most: number;
}

/** Three structures, each with a filter that 5,000 to 30,000 of a million channels fit. */
export const FRONTIER_WORLDS: readonly { readonly shape: FrontierWorldShape; readonly filter: FrontierFilter }[] = [
  {
    shape: {
      name: "neighbours: half of all links stay in the community",
      withinCommunity: 0.55,
      withinLanguage: 0.25,
      favour: 1.8,
      privateSubscriptions: 0.6,
      withFeatured: 0.25,
      ownersComment: 0.05,
      terms: 60,
      chartChange: 0.25,
      communities: 4_000,
    },
    filter: { language: 2, topics: null, least: 1_000, most: 100_000 },
  },
  {
    shape: {
      name: "strangers: links lead to the big, nine lists in ten are private",
      withinCommunity: 0.25,
      withinLanguage: 0.35,
      favour: 2.6,
      privateSubscriptions: 0.9,
      withFeatured: 0.1,
      ownersComment: 0.02,
      terms: 150,
      chartChange: 0.5,
      communities: 1_500,
    },
    filter: { language: 0, topics: new Set([3, 7]), least: 1_000, most: 100_000 },
  },
  {
    shape: {
      name: "islands: small communities that know themselves",
      withinCommunity: 0.75,
      withinLanguage: 0.2,
      favour: 1.4,
      privateSubscriptions: 0.75,
      withFeatured: 0.4,
      ownersComment: 0.2,
      terms: 40,
      chartChange: 0.1,
      communities: 12_000,
    },
    filter: { language: 5, topics: null, least: 500, most: 10_000_000 },
  },
];
