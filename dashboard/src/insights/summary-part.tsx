import { NativeSelect } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import type { SummaryAnswer } from "#api/insights/summary-contract.ts";
import { ask, send } from "../api/ask.ts";
import { Notice } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import { pages, questions } from "../paths.ts";
import { withParam } from "../reader.tsx";
import { InsightAnswered, type InsightProps } from "./insight.tsx";
import { insightBody, withoutSummary } from "./insight-question.ts";
import { pendingPace } from "./pending-pace.ts";
import { SummaryFacts } from "./summary-facts.tsx";
import { isPending } from "./use-insight.ts";

/** Those that analysts ask for most; an address may name any other. */
const LANGUAGES = ["en", "de", "es", "fr", "hi", "id", "it", "ja", "ko", "pt-BR", "ru", "tr", "zh-Hans"];
const PENDING_MS = 3_000;

/**
 * A page of text. A model's costs something, so that none is written before somebody asks; what a model wrote is kept, and the
 * address names it.
 */
export function SummaryPart({ params, setParams }: InsightProps) {
  const language = params.get("language") ?? "en";
  const kept = params.get("summary");
  const asked = JSON.stringify(insightBody(params));
  const written = useMutation({
    mutationFn: async (question: string) => {
      const summary = await send<SummaryAnswer>("POST", questions.summary, JSON.parse(question) as object);
      return { question, summary };
    },
    onSuccess: ({ summary: { id } }) => setParams(withParam(params, "summary", id ?? "")),
    retry: (tries, error) => isPending(error) && pendingPace(tries + 1) !== false,
    retryDelay: (tries) => pendingPace(tries + 1) || 0,
  });
  const found = useQuery({
    queryKey: [questions.summaryOf(kept ?? "")],
    queryFn: ({ signal }) => ask<SummaryAnswer>(questions.summaryOf(kept ?? ""), signal),
    enabled: kept !== null,
    refetchInterval: ({ state }) => (state.data?.state === "pending" ? PENDING_MS : false),
  });
  const fresh = written.data?.question === asked ? written.data.summary : undefined;
  const write = () => written.mutate(asked);
  return (
    <Panel title="Summary" how="summary" wide>
      <div className="filters">
        <NativeSelect
          label="Language"
          size="xs"
          value={language}
          data={LANGUAGES.includes(language) ? LANGUAGES : [...LANGUAGES, language]}
          onChange={(event) => setParams(withoutSummary(withParam(params, "language", event.currentTarget.value)))}
        />
        <button type="button" className="button" disabled={written.isPending} onClick={write}>
          {written.isPending ? "Gathering the facts …" : "Write a summary"}
        </button>
      </div>
      {fresh === undefined && kept === null && !written.error ? (
        <Notice>
          It tells in words what the videos above did over the chosen time, and shows the facts that it rests on. A text
          model writes it where one is set, in the chosen language; else a template does, in English.
        </Notice>
      ) : (
        <InsightAnswered
          of={{
            data: found.data ?? fresh,
            error: written.error ?? found.error,
            isAskedAgain: written.isPending,
            refetch: (written.error ? write : found.refetch) as never,
          }}
        >
          {(summary) => <Summary {...summary} />}
        </InsightAnswered>
      )}
    </Panel>
  );
}

function Summary({ text, writtenBy, state, reason, language, facts }: SummaryAnswer) {
  return (
    <div className="about">
      <div>
        <article className="summary" lang={language} dir="auto">
          <h3>{text.title}</h3>
          {text.paragraphs.map(({ text: words, videoIds }) => (
            <p key={words}>
              {words}
              {videoIds.map((id, place) => (
                <sup key={id}>
                  {" "}
                  <Link href={pages.video(id)} aria-label={`Video ${place + 1} of this paragraph`}>
                    [{place + 1}]
                  </Link>
                </sup>
              ))}
            </p>
          ))}
          <p className="small" role="status">
            {state === "pending" ? "The model is still writing: what the template says stands here until then. " : ""}
            Written by {writtenBy === "template" ? "the template" : writtenBy}.{reason === null ? "" : ` ${reason}`}
          </p>
        </article>
      </div>
      <div>
        <SummaryFacts {...facts} />
      </div>
    </div>
  );
}
