import { inspect } from "node:util";

const HIDDEN = "(hidden)";

/**
 * A text that no log line, error or JSON answer may show: printing or serialising it in any way gives `(hidden)`.
 * Only `reveal` tells it, so that every place which does can be found by that word.
 */
export class SecretText {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [inspect.custom](): string {
    return HIDDEN;
  }
}
