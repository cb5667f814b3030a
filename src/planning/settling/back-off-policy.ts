import { type Duration, hours, minutes, seconds } from "#domain/time.ts";

export interface BackOffPolicy {
  readonly first: Duration;
  readonly most: Duration;
  /** The longest wait that YouTube may ask for and get. */
  readonly askedMost: Duration;
  readonly batchRefused: Duration;
  readonly feedsFirst: Duration;
}

export const DEFAULT_BACK_OFF: BackOffPolicy = {
  first: seconds(1),
  most: minutes(15),
  askedMost: hours(1),
  batchRefused: hours(6),
  // Feeds go missing for hours; a minute between tries finds their return soon enough.
  feedsFirst: minutes(1),
};
