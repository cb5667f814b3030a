import { Button } from "@mantine/core";
import type { DiscoveryDetail } from "#api/discoveries/discoveries-contract.ts";
import { send } from "../api/ask.ts";
import { useAnswer } from "../api/use-answer.ts";
import { useChange } from "../api/use-change.ts";
import { asCount, asPlain } from "../format/numbers.ts";
import { Amount } from "../parts/amount.tsx";
import { ConfirmButton } from "../parts/confirm-button.tsx";
import { Fact, Facts } from "../parts/facts.tsx";
import { Answered } from "../parts/notice.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { Told } from "../parts/told.tsx";
import { questions } from "../paths.ts";
import { DiscoveryState } from "./discovery-table.tsx";
import { unitsWords, wantedWords } from "./discovery-words.ts";
import { FoundChannelsPanel } from "./found-channels-panel.tsx";
import { PopulationBar } from "./population-bar.tsx";
import { SourcesPanel } from "./sources-panel.tsx";
import { useCategoryNames } from "./use-category-names.ts";

const TOUCHED = [questions.discoveries(new URLSearchParams()), questions.plan];

/** One discovery: what it looks for, what that costs, what each source brings, and what it found. */
export function DiscoveryPage({ id }: { readonly id: string }) {
  const discovery = useAnswer<DiscoveryDetail>(questions.discovery(id));
  return (
    <Answered of={discovery} lines={24} title="Discovery">
      {(answer) => (
        <>
          <PageHead
            title={answer.name}
            api={questions.discovery(id)}
            csv={questions.foundChannelsCsv(id, new URLSearchParams())}
            how={[["frontier", "a discovery’s next step"]]}
          >
            <DiscoveryState discovery={answer} />
            {answer.state === "removed" ? null : <Buttons discovery={answer} />}
          </PageHead>
          <About discovery={answer} />
          <div className="panels">
            <SourcesPanel discovery={answer} />
            <FoundChannelsPanel id={id} />
          </div>
        </>
      )}
    </Answered>
  );
}

function Buttons({ discovery: { id, name, state, version } }: { readonly discovery: DiscoveryDetail }) {
  const path = questions.discovery(id);
  const change = useChange((wish: object) => send("PATCH", path, { ...wish, version }), TOUCHED);
  const remove = useChange(() => send("DELETE", path), TOUCHED);
  return (
    <>
      {state === "paused" ? (
        <Button size="xs" loading={change.isPending} onClick={() => change.mutate({ state: "active" })}>
          Resume
        </Button>
      ) : (
        <ConfirmButton label="Pause" title="Pause the discovery?" run={() => change.mutateAsync({ state: "paused" })}>
          <bdi>{name}</bdi> keeps its place and asks nothing until it is resumed.
        </ConfirmButton>
      )}
      <ConfirmButton label="Delete" title="Delete the discovery?" run={() => remove.mutateAsync()}>
        Nobody looks for <bdi>{name}</bdi> any more, for good. What it found stays.
      </ConfirmButton>
      {change.error ? (
        <span className="bad" role="alert">
          {change.error.message}
        </span>
      ) : null}
    </>
  );
}

function About({ discovery }: { readonly discovery: DiscoveryDetail }) {
  const nameOf = useCategoryNames();
  const { budget, spent, onFound, until, expected, perUnit } = discovery;
  return (
    <div className="about">
      <div>
        <p>
          It looks for <bdi>{wantedWords(discovery, nameOf)}</bdi>, may spend {unitsWords(budget)} a day, and{" "}
          {onFound.kind === "track" ? `tracks what matches (weight ${onFound.weight ?? 1})` : "lists what matches"}
          {until === null ? "" : `, until ${asCount(until)} do`}.
        </p>
        <p>
          <bdi>
            <Told sentence={discovery.why} />
          </bdi>
        </p>
        <PopulationBar population={discovery.population} />
        <Facts>
          <Fact name="Match">{asCount(discovery.matching)}</Fact>
          <Fact name="Found">{asCount(discovery.found)}</Fact>
          <Fact name="Match a unit">
            <Amount value={perUnit.value} as={asPlain} reason={perUnit.reason} />
          </Fact>
          <Fact name="Expected a unit now">
            <Amount value={expected.perUnit} as={asPlain} reason={expected.reason} />
          </Fact>
          <Fact name="Spent today">{unitsWords(spent.today)}</Fact>
          <Fact name="Spent in all">{unitsWords(spent.total)}</Fact>
        </Facts>
      </div>
    </div>
  );
}
