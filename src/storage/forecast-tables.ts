import type { Instant } from "#domain/time.ts";
import type { Format } from "#domain/video.ts";
import type { Json } from "./tables.ts";

/** The tables of forecasts, as queries see them (migrations/0010-forecasts.sql). */
export interface ForecastTables {
  readonly forecast_model: {
    target_hours: number;
    outset_hours: number;
    step: Json<unknown> | null;
    outcomes: number;
    trained_at: Instant;
  };
  readonly forecast_channel: {
    channel_id: string;
    target_hours: number;
    outset: number[];
    reached: number[];
    videos: number[];
    computed_at: Instant;
  };
  readonly forecast: {
    video_id: string;
    target_hours: number;
    outset_hours: number;
    channel_id: string;
    format: Format;
    sampled_at: Instant;
    sampled: number;
    made_at: Instant;
    trained_at: Instant | null;
    views: number;
    low: number;
    high: number;
    due_at: Instant;
    reached: number | null;
    settled_at: Instant | null;
  };
}
