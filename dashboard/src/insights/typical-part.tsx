import { NativeSelect } from "@mantine/core";
import type { TypicalBandsAnswer } from "#api/insights/typical-contract.ts";
import { TypicalChart, TypicalTable } from "../channel/typical-panel.tsx";
import { asCount } from "../format/numbers.ts";
import { Notice } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import { withParam } from "../reader.tsx";
import { InsightAnswered, type InsightProps } from "./insight.tsx";
import { useInsight } from "./use-insight.ts";

/** What the last videos of a scope had at each age, a chart a format. */
export function TypicalPart({ params, setParams, question }: InsightProps) {
  const typical = useInsight<TypicalBandsAnswer>(question);
  const across = params.get("across") === "age" ? "age" : "logAge";
  return (
    <Panel title="What its last videos had at each age" api={question} how="typical" wide>
      <div className="filters">
        <NativeSelect
          label="What runs across"
          size="xs"
          value={across}
          data={[
            { value: "logAge", label: "age, by its logarithm" },
            { value: "age", label: "age" },
          ]}
          onChange={(event) => setParams(withParam(params, "across", event.currentTarget.value))}
        />
      </div>
      <InsightAnswered of={typical} lines={20}>
        {({ items, asOf }) =>
          items.length === 0 ? (
            <Notice>
              No video of this scope was sampled while it was young, so nothing is usual. Three of a format are needed.
            </Notice>
          ) : (
            <div className="panels">
              {items.map(({ format, videos, channels, bands }) => (
                <section key={format} aria-label={format}>
                  <h3>
                    {format}{" "}
                    <span className="quiet">
                      {asCount(videos)} videos of {asCount(channels)} channels
                    </span>
                  </h3>
                  <TypicalChart typical={{ format, n: videos, bands, asOf }} across={across} />
                  <TypicalTable typical={{ format, n: videos, bands, asOf }} />
                </section>
              ))}
            </div>
          )
        }
      </InsightAnswered>
    </Panel>
  );
}
