import type { Clock } from "#clock.ts";
import type { Picture, ReadPicture } from "#domain/picture.ts";
import { type Duration, hours, type Instant, minutes, plus } from "#domain/time.ts";

/** Some 3,000 thumbnails of a list's size. */
const BYTES_MAX = 32 * 1024 * 1024;

/** A picture keeps its address for as long as it is the same, mostly; one that was not there may come. */
const KEPT: Duration = hours(6);
const MISSED: Duration = minutes(5);

/** YouTube's servers are asked for so many at once: a browser would do the same. */
const AT_ONCE = 8;

interface Kept {
  readonly picture: Picture | null;
  readonly until: Instant;
}

/**
 * Keeps what was read, in memory, up to 32 MB: what was asked for longest ago goes first. Whoever asks for a picture that is
 * under way waits for the same.
 */
export function keepPictures(read: ReadPicture, clock: Pick<Clock, "now">): ReadPicture {
  const kept = new Map<string, Kept>();
  const underWay = new Map<string, Promise<Picture | null>>();
  const waiting: (() => void)[] = [];
  let bytes = 0;
  let running = 0;

  const forget = (key: string): void => {
    bytes -= kept.get(key)?.picture?.bytes.length ?? 0;
    kept.delete(key);
  };
  const keep = (key: string, entry: Kept): void => {
    forget(key);
    kept.set(key, entry);
    bytes += entry.picture?.bytes.length ?? 0;
    // Those without a picture weigh nothing, and must not pile up either.
    for (const oldest of kept.keys()) {
      if (bytes <= BYTES_MAX && kept.size <= 20_000) break;
      forget(oldest);
    }
  };
  const inTurn = async (address: URL): Promise<Picture | null> => {
    if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await read(address);
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };

  return async (address) => {
    const key = address.href;
    const known = kept.get(key);
    if (known && clock.now() < known.until) {
      // To the end of the line of those that go.
      kept.delete(key);
      kept.set(key, known);
      return known.picture;
    }
    const asked = underWay.get(key) ?? inTurn(address).finally(() => underWay.delete(key));
    underWay.set(key, asked);
    const picture = await asked;
    keep(key, { picture, until: plus(clock.now(), picture ? KEPT : MISSED) });
    return picture;
  };
}
