import { systemClock } from "#clock.ts";
import { type ChannelRef, refKey } from "#domain/channel.ts";
import { readChannelRef } from "#imports/read-refs.ts";
import { storeChannels } from "#storage/imports/store-channels.ts";
import { importRefs, type ListOptions } from "./import-refs.ts";

interface ChannelsOptions extends ListOptions {
  readonly weight?: number;
  readonly watched?: boolean;
}

/** `viewcurve import channels`: asks for all channels of a file to be tracked. */
export const importChannels = (path: string, options: ChannelsOptions): Promise<void> => {
  const wish = { weight: options.weight ?? null, watched: options.watched ?? null };
  return importRefs<ChannelRef>(path, options, {
    kind: "channels",
    what: "channel",
    verb: "tracked",
    wish,
    read: readChannelRef,
    keyOf: refKey,
    store: (db, id, part) => storeChannels(db, id, part, wish, systemClock.now()),
  });
};
