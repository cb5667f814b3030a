/** Things by the narrowest class of their path: those of one class are alike as far as anybody knows. */
export class ByClass<Thing extends object> {
  readonly #classes = new Map<string, { readonly path: readonly string[]; readonly things: Set<Thing> }>();
  readonly #keyOf = new Map<Thing, string>();

  /** Adds a thing, or moves one that is there to another class. */
  put(thing: Thing, path: readonly string[]): void {
    const key = path.at(-1) ?? "";
    if (this.#keyOf.get(thing) === key) return;
    this.remove(thing);
    this.#keyOf.set(thing, key);
    const known = this.#classes.get(key);
    if (known) known.things.add(thing);
    else this.#classes.set(key, { path, things: new Set([thing]) });
  }

  /** Takes a thing out; one that is not there stays away. */
  remove(thing: Thing): void {
    const key = this.#keyOf.get(thing);
    if (key === undefined) return;
    this.#keyOf.delete(thing);
    const known = this.#classes.get(key);
    known?.things.delete(thing);
    if (known?.things.size === 0) this.#classes.delete(key);
  }

  has(thing: Thing): boolean {
    return this.#keyOf.has(thing);
  }

  /** The classes that hold something, each with its path and its things, the longest there first. */
  classes(): Iterable<{ readonly path: readonly string[]; readonly things: ReadonlySet<Thing> }> {
    return this.#classes.values();
  }
}
