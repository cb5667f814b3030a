import type { ChannelDescription, ChannelRef } from "#domain/channel.ts";
import type { Reply } from "#domain/reply.ts";
import { languageOfCountry } from "#domain/spoken.ts";
import type { ApiKey } from "#youtube/api-key.ts";
import type { YouTube } from "#youtube/youtube.ts";
import { textLanguages } from "./text-languages.ts";

/** Describes channels for discoveries, and tells what they are in: said by the owner, else read, else supposed. */
export async function askChannels(
  youtube: YouTube,
  refs: readonly ChannelRef[],
  key: ApiKey,
): Promise<Reply<readonly ChannelDescription[]>> {
  const reply = await youtube.describeChannels(refs, key);
  if (reply.kind !== "answered" || reply.body.length === 0) return reply;
  const { detected, primaryOf } = await textLanguages();
  const languageOf = ({ declaredLanguage, title, description, country }: ChannelDescription) => {
    const said = primaryOf(declaredLanguage ?? null);
    if (said) return { code: said, by: "said" } as const;
    const written = detected(`${title}\n${description}`);
    if (written) return { code: written, by: "text" } as const;
    const spoken = country === null ? null : languageOfCountry(country);
    return spoken ? ({ code: spoken, by: "country" } as const) : null;
  };
  return { ...reply, body: reply.body.map((channel) => ({ ...channel, language: languageOf(channel) })) };
}
