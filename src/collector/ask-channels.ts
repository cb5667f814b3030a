import type { ChannelDescription, ChannelRef } from "#domain/channel.ts";
import type { Reply } from "#domain/reply.ts";
import { languageOfCountry } from "#domain/spoken.ts";
import { detected, primaryOf } from "#insights/keywords/text-language.ts";
import type { ApiKey } from "#youtube/api-key.ts";
import type { YouTube } from "#youtube/youtube.ts";

/** Describes channels, and tells what they are in: said by the owner, else read, else supposed. */
export async function askChannels(
  youtube: YouTube,
  refs: readonly ChannelRef[],
  key: ApiKey,
): Promise<Reply<readonly ChannelDescription[]>> {
  const reply = await youtube.describeChannels(refs, key);
  if (reply.kind !== "answered") return reply;
  return { ...reply, body: reply.body.map((channel) => ({ ...channel, language: languageOf(channel) })) };
}

function languageOf({ declaredLanguage, title, description, country }: ChannelDescription) {
  const said = primaryOf(declaredLanguage ?? null);
  if (said) return { code: said, by: "said" } as const;
  const written = detected(`${title}\n${description}`);
  if (written) return { code: written, by: "text" } as const;
  const spoken = country === null ? null : languageOfCountry(country);
  return spoken ? ({ code: spoken, by: "country" } as const) : null;
}
