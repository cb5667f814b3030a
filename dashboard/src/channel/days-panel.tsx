import { SegmentedControl } from "@mantine/core";
import { useSearchParams } from "wouter";
import type { ChannelDay } from "#api/channels/channel-uploads-contract.ts";
import { useAnswer } from "../api/use-answer.ts";
import { asCount, asGain } from "../format/numbers.ts";
import { Answered, Notice } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import { Scroll } from "../parts/scroll.tsx";
import { questions } from "../paths.ts";
import { withParam } from "../reader.tsx";

const SPANS = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "A year" },
];

/** What its videos gained day by day, and how its own counters changed; the newest first. */
export function DaysPanel({ id }: { readonly id: string }) {
  const [params, setParams] = useSearchParams();
  const span = SPANS.find(({ value }) => value === params.get("days"))?.value ?? "30";
  const question = questions.channelDays(id, Number(span));
  const days = useAnswer<{ readonly items: readonly ChannelDay[] }>(question);
  return (
    <Panel title="Day by day (UTC)" api={question} csv={questions.channelDaysCsv(id, Number(span))} how="rollups" wide>
      <div className="filters">
        <SegmentedControl
          aria-label="How far back"
          size="xs"
          data={SPANS}
          value={span}
          onChange={(value) => setParams(withParam(params, "days", value), { replace: true })}
        />
      </div>
      <Answered of={days} lines={12}>
        {({ items }) =>
          items.length === 0 ? (
            <Notice>Nothing is known of any day yet: a day is told by the samples around it.</Notice>
          ) : (
            <Days items={items} />
          )
        }
      </Answered>
    </Panel>
  );
}

/** A list of a year is scrolled in its own box. */
const Days = ({ items }: { readonly items: readonly ChannelDay[] }) => (
  <Scroll label="Day by day">
    <table>
      <thead>
        <tr>
          <th rowSpan={2}>Day</th>
          <th colSpan={5} className="group">
            Its videos
          </th>
          <th colSpan={4} className="group">
            The channel’s own counters
          </th>
        </tr>
        <tr>
          <th className="number">Views</th>
          <th className="number">Likes</th>
          <th className="number">Comments</th>
          <th className="number">Uploads</th>
          <th className="number">Samples</th>
          <th className="number">Views</th>
          <th className="number">Change</th>
          <th className="number">Subscribers</th>
          <th className="number">Change</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <Day key={item.day} {...item} />
        ))}
      </tbody>
    </table>
  </Scroll>
);

const none = <span className="why">not read</span>;

function Day({ day, gained, uploads, samples, open, counters, change }: ChannelDay) {
  const own = (value: number | null | undefined) =>
    counters === null ? none : value == null ? <span className="why">hidden</span> : asCount(value);
  const changed = (value: number | null | undefined) => (value == null ? null : asGain(value));
  const over = change && change.days > 1 ? `over ${asCount(change.days)} days` : undefined;
  return (
    <tr>
      <td>
        {day}
        {open ? <span className="why"> still open</span> : null}
      </td>
      {[gained?.views, gained?.likes, gained?.comments].map((value, place) => (
        <td key={["views", "likes", "comments"][place]} className="number">
          {value === undefined ? <span className="why">no samples</span> : asGain(value)}
        </td>
      ))}
      <td className="number">{asCount(uploads)}</td>
      <td className="number">{asCount(samples)}</td>
      <td className="number">{own(counters?.views)}</td>
      <td className="number" title={over}>
        {changed(change?.views)}
      </td>
      <td className="number">{own(counters?.subscribers)}</td>
      <td className="number" title={over}>
        {changed(change?.subscribers)}
      </td>
    </tr>
  );
}
