/**
 * A whole number from 0 to 2³² − 1 for an id: FNV-1a over its characters, which spreads YouTube's random ids evenly and
 * never depends on the database's own hash.
 */
export function idHash(id: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
