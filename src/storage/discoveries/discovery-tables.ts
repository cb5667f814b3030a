import type { Instant } from "#domain/time.ts";
import type { Json } from "#storage/tables.ts";

/** What discoveries are kept in (migrations/0017-discoveries.sql). */
export interface DiscoveryTables {
  readonly discovery: DiscoveryTable;
  readonly discovery_progress: {
    discovery_id: string;
    going: number;
    chance: number;
    resting: string | null;
    resting_why: string | null;
    resting_since: Instant | null;
  };
  readonly discovery_day: {
    discovery_id: string;
    day: string;
    units: number;
    searches: number;
    units_at: Instant | null;
    searches_at: Instant | null;
  };
  readonly discovery_source: {
    discovery_id: string;
    source: string;
    pages: number;
    closed: number;
    shown: number;
    fresh: number;
    fitting: number;
  };
  readonly discovery_node: DiscoveryNodeTable;
  readonly discovery_class: { discovery_id: string; measure: string; class: string; sum: number; weight: number };
  readonly discovery_channel: DiscoveryChannelTable;
  readonly found_channel: FoundChannelTable;
}

interface DiscoveryTable {
  id: string;
  name: string;
  filters: Json<unknown>;
  seed_terms: string[];
  seed_channels: string[];
  regions: string[];
  sources: string[];
  units_a_day: number;
  searches_a_day: number;
  floor: number;
  until: number | null;
  on_found: "list" | "track";
  weight: number;
  state: "active" | "paused" | "removed";
  created_at: Instant;
  changed_version: number;
}

interface DiscoveryNodeTable {
  discovery_id: string;
  source: string;
  subject: string;
  traits: string[];
  seen: number;
  pages: number;
  rounds: number;
  described: number;
  fitting: number;
  found: number;
  found_before: number;
  is_open: boolean;
  page_token: string | null;
  read_on: string | null;
}

interface DiscoveryChannelTable {
  discovery_id: string;
  channel: string;
  owner: string | null;
  seen: number;
  fits: boolean | null;
  unmet: string[];
  source: string;
  first_at: Instant;
  settled_at: Instant | null;
  hint: string;
  path: string[];
  shown_by: string[];
}

interface FoundChannelTable {
  channel_id: string;
  noted_at: Instant;
  described_at: Instant | null;
  gone: boolean;
  title: string;
  handle: string | null;
  thumbnail_url: string | null;
  published_at: Instant | null;
  country: string | null;
  language: string | null;
  language_by: "said" | "text" | "country" | null;
  categories: string[];
  shown_categories: string[];
  subscribers: number | null;
  views: number | null;
  video_count: number | null;
}
