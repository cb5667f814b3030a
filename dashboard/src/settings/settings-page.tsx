import type { SettingsAnswer } from "#api/operations/settings-contract.ts";
import { Permitted } from "../access/permitted.tsx";
import { useAnswer } from "../api/use-answer.ts";
import { useNow } from "../clock.ts";
import { asCount } from "../format/numbers.ts";
import { Fact, Facts } from "../parts/facts.tsx";
import { Answered } from "../parts/notice.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { Panel } from "../parts/panel.tsx";
import { Ago, TimeText } from "../parts/time-text.tsx";
import { questions, tableOf } from "../paths.ts";
import { SettingTable } from "./setting-table.tsx";
import { TokensPanel } from "./tokens-panel.tsx";

/** What the installation is, who may ask it, and how it was set up. */
export function SettingsPage() {
  return (
    <>
      <PageHead
        title="Settings"
        api={questions.settings}
        csv={tableOf(questions.settings)}
        how={[["settings", "what is in force"]]}
      />
      <Permitted scope="admin" why="Who may ask, and how this is set up, is an administrator’s to see.">
        <Content />
      </Permitted>
    </>
  );
}

function Content() {
  const settings = useAnswer<SettingsAnswer>(questions.settings);
  return (
    <>
      <Answered of={settings} lines={3}>
        {(of) => <Health {...of} />}
      </Answered>
      <div className="panels">
        <TokensPanel />
        <Answered of={settings} lines={10}>
          {(of) => (
            <>
              <RetentionPanel retention={of.retention} />
              <TextModelPanel model={of.textModel} />
              <SettingTable settings={of.settings} />
            </>
          )}
        </Answered>
      </div>
    </>
  );
}

function Health({ version, runtime, database, collector }: SettingsAnswer) {
  const now = useNow();
  return (
    <Facts>
      <Fact name="Viewcurve">{version ?? "unknown"}</Fact>
      <Fact name="Node.js">{runtime ?? "unknown"}</Fact>
      <Fact name="PostgreSQL">{database}</Fact>
      <Fact name="Collecting">
        {collector.state === "collecting" ? (
          <span className="good" title={collector.holder ?? undefined}>
            yes, by {collector.holder?.split(" ")[0]}
          </span>
        ) : (
          <span className="bad">nobody: is viewcurve start running?</span>
        )}
      </Fact>
      {collector.until ? (
        <Fact name="Its lease ends">
          <Ago at={collector.until} now={now} />
        </Fact>
      ) : null}
    </Facts>
  );
}

function RetentionPanel({ retention }: { readonly retention: SettingsAnswer["retention"] }) {
  const { state, statistics, texts, decidedBy, decidedAt, advice } = retention;
  return (
    <Panel title="How long data is kept" api={questions.quota}>
      {state === "undecided" ? (
        <p className="warn">{advice}</p>
      ) : (
        <>
          <Facts>
            <Fact name="Statistics">{limitWords(statistics)}</Fact>
            <Fact name="What texts said before">{limitWords(texts)}</Fact>
          </Facts>
          <p className="small">
            {decidedBy === "settings" ? "VIEWCURVE_RETENTION says so." : "Decided in this installation"}
            {decidedAt ? (
              <>
                {" "}
                on <TimeText at={decidedAt} />.
              </>
            ) : null}{" "}
            <code>viewcurve policy set</code> decides anew. What is older is deleted by itself.
          </p>
          <p className="small">YouTube’s terms have rules for this: docs/policy.md tells them.</p>
        </>
      )}
    </Panel>
  );
}

const UNITS: Readonly<Record<string, string>> = { d: "days", m: "months" };

/** `36m` in words. */
function limitWords(limit: string | null): string {
  if (limit === null) return "not decided";
  const unit = UNITS[limit.slice(-1)];
  return unit === undefined ? "for good" : `${limit.slice(0, -1)} ${unit}`;
}

function TextModelPanel({ model }: { readonly model: SettingsAnswer["textModel"] }) {
  const { writtenBy, callsPerDay, callsToday } = model;
  return (
    <Panel title="Who writes summaries">
      {writtenBy === "template" ? (
        <p>
          A template, in English, and nothing leaves this machine. <code>VIEWCURVE_LLM_URL</code> and{" "}
          <code>VIEWCURVE_LLM_MODEL</code> name a text model of yours, hosted or on this machine.
        </p>
      ) : (
        <>
          <Facts>
            <Fact name="Model">
              <bdi>{writtenBy}</bdi>
            </Fact>
            <Fact name="Calls today (UTC)">
              {asCount(callsToday)}
              {callsPerDay === null ? null : ` of ${asCount(callsPerDay)}`}
            </Fact>
          </Facts>
          <p className="small">
            A summary takes one call, or two where the first text cannot be used. Titles and channel names are sent to
            it. Is the day’s number used up, the template stands in.
          </p>
        </>
      )}
    </Panel>
  );
}
