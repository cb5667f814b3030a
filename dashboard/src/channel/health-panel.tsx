import type { ChannelDetail } from "#api/channels/channel-detail-contract.ts";
import { Panel } from "../parts/panel.tsx";
import { questions } from "../paths.ts";
import { healthWords } from "./health-words.ts";

/** What is wrong with it, and how well it is covered. */
export function HealthPanel({ channel }: { readonly channel: ChannelDetail }) {
  return (
    <Panel title="How well it is followed" api={questions.channel(channel.id)} how="first-hour">
      <ul className="sentences">
        {healthWords(channel).map((sentence, place) => (
          <li key={sentence} className={place === 0 && channel.trouble !== null ? "bad" : ""}>
            {sentence}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
