/*
 * Whether single letters are commands. Whoever speaks to the machine, or presses keys by accident, can switch them off (WCAG
 * 2.2, 2.1.4). The browser keeps the choice; what an address says goes before it.
 */

export const KEYS = "keys";

/** @param address the query of the page. */
export function areKeysOn(address: string, kept: Pick<Storage, "getItem"> = localStorage): boolean {
  const said = [new URLSearchParams(address).get(KEYS), kept.getItem(KEYS)];
  return said.find((each) => each === "on" || each === "off") !== "off";
}

/** Keeps the choice; what to write into the address for it. */
export function switchKeys(on: boolean, kept: Pick<Storage, "setItem"> = localStorage): "on" | "off" {
  const said = on ? "on" : "off";
  kept.setItem(KEYS, said);
  return said;
}
