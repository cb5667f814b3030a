/*
 * Whether single letters are commands. Whoever speaks to the machine, or presses keys by accident, can switch them off (WCAG
 * 2.2, 2.1.4).
 */

const KEPT_AS = "keys";

export const areKeysOn = (kept: Pick<Storage, "getItem"> = localStorage): boolean => kept.getItem(KEPT_AS) !== "off";

export const switchKeys = (on: boolean, kept: Pick<Storage, "setItem"> = localStorage): void =>
  kept.setItem(KEPT_AS, on ? "on" : "off");
