import { type Duration, minutes } from "#domain/time.ts";
import { SlotsByStart, type StartOrder } from "./slots-by-start.ts";
import type { VideoColumns } from "./video-columns.ts";

/** Windows narrower than this hold few videos; they need not be kept out of the list. */
const NARROW = minutes(10);

/** The slots that were not sampled since a milestone's window opened, or since its age: they may be due for it yet. */
export class Awaiting {
  readonly #age: Duration;
  readonly #order: StartOrder;
  readonly #columns: () => VideoColumns;
  /** How long before the age a sample takes a video off the list. */
  #lead = 0;
  #slots: SlotsByStart;

  constructor(age: Duration, order: StartOrder, columns: () => VideoColumns) {
    this.#age = age;
    this.#order = order;
    this.#columns = columns;
    this.#slots = new SlotsByStart(order, []);
  }

  /** How many listed videos start before an instant. All that have not reached the window are listed. */
  countBefore(startAt: number): number {
    return this.#slots.countBefore(startAt);
  }

  /**
   * All slots not sampled since `half` before the milestone's age, and perhaps some that were. The list fits itself to
   * the windows of the policy in force, or a plan would walk past all videos whose milestone is done.
   */
  slotsFor(half: Duration): SlotsByStart {
    const lead = half < NARROW ? 0 : half;
    if (lead !== this.#lead) {
      this.#lead = lead;
      this.rebuild();
    }
    return this.#slots;
  }

  /** Lists all slots anew from the columns. */
  rebuild(): void {
    const { startAt } = this.#columns();
    const slots: number[] = [];
    for (let slot = 0; slot < startAt.length; slot++) if (this.holds(slot)) slots.push(slot);
    this.#slots = new SlotsByStart(this.#order, slots);
  }

  /** Whether a slot belongs into the list, by its columns. */
  holds(slot: number): boolean {
    const { startAt, lastAt } = this.#columns();
    return (lastAt[slot] ?? Number.NaN) < (startAt[slot] ?? Number.NaN) + this.#age - this.#lead;
  }

  /** Takes a slot out, if it is in, before its start or its id changes. */
  leave(slot: number): void {
    if (this.holds(slot)) this.#slots.remove(slot);
  }

  /** Puts a slot in or takes it out after its columns changed; `listed` says whether it was in. */
  follow(slot: number, listed: boolean): void {
    const belongs = this.holds(slot);
    if (belongs && !listed) this.#slots.add(slot);
    if (!belongs && listed) this.#slots.remove(slot);
  }
}
