import { type Duration, days, hours, minutes, seconds } from "#domain/time.ts";

export interface BackOffPolicy {
  readonly first: Duration;
  readonly most: Duration;
  /** The longest wait that YouTube may ask for and get. */
  readonly askedMost: Duration;
  readonly batchRefused: Duration;
  readonly feedsFirst: Duration;
  /** The first wait after a project was asked too often. */
  readonly rateFirst: Duration;
  /** How long after its refusal a key is tried again, and how soon a test that told nothing is repeated first. */
  readonly keyRetest: Duration;
  readonly keyAgain: Duration;
}

export const DEFAULT_BACK_OFF: BackOffPolicy = {
  first: seconds(1),
  most: minutes(15),
  askedMost: hours(1),
  batchRefused: hours(6),
  // Feeds go missing for hours; a minute between tries finds their return soon enough.
  feedsFirst: minutes(1),
  // The limit is one a minute: to ask again within the same seconds would spend units on refusals.
  rateFirst: seconds(10),
  // Whoever mends a key rarely does so within the hour, and a unit a day is no price for noticing.
  keyRetest: days(1),
  keyAgain: minutes(1),
};
