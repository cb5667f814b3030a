import type { ShownMemory } from "#domain/frontier.ts";

/** What is known of the channels that are described: whether they fit, how many pages showed them, and by which handles. */
export class Described {
  readonly #fits = new Map<string, boolean>();
  readonly #times = new Map<string, number>();
  readonly #ownerOf = new Map<string, string>();
  readonly #under: Described | null;

  /** @param under what these begin with: it is read through, and stays as it is. */
  constructor(under: Described | null = null) {
    this.#under = under;
  }

  /** Whether a channel fits; `undefined` = it is not described. */
  fits(id: string): boolean | undefined {
    return this.#fits.get(id) ?? (this.#under ? this.#under.fits(id) : undefined);
  }

  /** Who fits, of those that were noted here. */
  fitting(): readonly string[] {
    return [...this.#fits].flatMap(([id, fits]) => (fits ? [id] : []));
  }

  /** How many pages showed it; `undefined` = it is not described, or was never shown. */
  times(id: string): number | undefined {
    return this.#times.get(id) ?? (this.#under ? this.#under.times(id) : undefined);
  }

  /** Whose a handle is; `undefined` = nobody asked. */
  ownerOf(handle: string): string | undefined {
    return this.#ownerOf.get(handle) ?? (this.#under ? this.#under.ownerOf(handle) : undefined);
  }

  settle(id: string, fits: boolean): void {
    this.#fits.set(id, fits);
  }

  show(id: string, times: number): void {
    this.#times.set(id, times);
  }

  own(handle: string, id: string): void {
    this.#ownerOf.set(handle, id);
  }

  /** How many pages showed each. */
  get sightings(): ReadonlyMap<string, number> {
    return this.#times;
  }

  /** All that was noted here. */
  memory(): readonly ShownMemory[] {
    const noted = new Set([...this.#fits.keys(), ...this.#times.keys()]);
    const nothing = { hint: "none", path: [], shownBy: [] } as const;
    return [...noted].map((id) => ({ id, seen: this.times(id) ?? 0, fits: this.fits(id) ?? false, ...nothing }));
  }

  handles(): readonly (readonly [handle: string, id: string])[] {
    return [...this.#ownerOf];
  }
}
