import { inspect } from "node:util";

/** Google's keys are 39 characters; tests and stand-ins use other lengths, so only the alphabet is checked. */
const KEY = /^[A-Za-z0-9_-]{10,128}$/;

/**
 * A YouTube API key. Printing, logging or serialising it in any way shows the mask only; `reveal` is called in two
 * places: the header of a request, and sealing.
 */
export class ApiKey {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  /** `null` when the text cannot be a key (so that a pasted sentence is refused before it is sent anywhere). */
  static parse(text: string): ApiKey | null {
    const trimmed = text.trim();
    return KEY.test(trimmed) ? new ApiKey(trimmed) : null;
  }

  reveal(): string {
    return this.#text;
  }

  /** The text with every occurrence of this key replaced, for what YouTube sends back and people will read. */
  redact(text: string): string {
    return text.replaceAll(this.#text, "[key]");
  }

  /** The first and last four characters, as Google's console shows keys. */
  get masked(): string {
    return `${this.#text.slice(0, 4)}…${this.#text.slice(-4)}`;
  }

  toString(): string {
    return this.masked;
  }

  toJSON(): string {
    return this.masked;
  }

  [inspect.custom](): string {
    return this.masked;
  }
}
