import { NativeSelect } from "@mantine/core";
import { Link } from "wouter";
import type { NetworkReply } from "#api/insights/keywords-contract.ts";
import { asCount, asPlain } from "../format/numbers.ts";
import { Notice } from "../parts/notice.tsx";
import { Opened } from "../parts/opened.tsx";
import { Panel } from "../parts/panel.tsx";
import { pages } from "../paths.ts";
import { withParam } from "../reader.tsx";
import { InsightAnswered, type InsightProps } from "./insight.tsx";
import { NetworkGraph } from "./network-graph.tsx";
import { useInsight } from "./use-insight.ts";

const NONE = {
  noVideos: "No video of this scope was published within this time.",
  noTags: "None of these videos has a tag.",
} as const;

/** Which tags stand together. */
export function NetworkPart({ params, setParams, question }: InsightProps) {
  const network = useInsight<NetworkReply>(question);
  return (
    <Panel title="Which tags stand together" api={question} how="keywords" wide>
      <div className="filters">
        <NativeSelect
          label="Tags"
          size="xs"
          value={params.get("nodes") ?? "100"}
          data={["25", "50", "100", "200"].map((nodes) => ({ value: nodes, label: `the ${nodes} most used` }))}
          onChange={(event) => setParams(withParam(params, "nodes", event.currentTarget.value))}
        />
        <a className="small" href={question.replace("/network", "/network.graphml")} download>
          GraphML
        </a>
      </div>
      <InsightAnswered of={network} lines={24}>
        {(answer) => <Network {...answer} />}
      </InsightAnswered>
    </Panel>
  );
}

function Network(answer: NetworkReply) {
  const { nodes, edges, basis, reason } = answer;
  if (nodes.length === 0) return <Notice>{reason === null ? "There are no tags." : NONE[reason]}</Notice>;
  return (
    <>
      <NetworkGraph nodes={nodes} edges={edges} />
      <p className="small">
        A circle is as large as videos carry the tag, a line as strong as two stand together beyond chance. The tags of{" "}
        {asCount(basis.videos)} {basis.complete ? "videos" : `of ${asCount(basis.of)} videos`} were read.
      </p>
      <Opened
        name="tags"
        summary={
          <>
            The same as a table: {asCount(nodes.length)} tags, {asCount(edges.length)} pairs
          </>
        }
      >
        <div className="panels">
          <div className="scroll">
            <NodeTable nodes={nodes} />
          </div>
          <div className="scroll">
            <EdgeTable edges={edges} />
          </div>
        </div>
      </Opened>
    </>
  );
}

const TagLink = ({ tag }: { readonly tag: string }) => (
  <Link href={pages.videosWithTag(tag)}>
    <bdi>{tag}</bdi>
  </Link>
);

function NodeTable({ nodes }: Pick<NetworkReply, "nodes">) {
  return (
    <table>
      <thead>
        <tr>
          <th>Tag</th>
          <th className="number">Videos</th>
        </tr>
      </thead>
      <tbody>
        {nodes.map(({ tag, videos }) => (
          <tr key={tag}>
            <td className="title">
              <TagLink tag={tag} />
            </td>
            <td className="number">{asCount(videos)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function EdgeTable({ edges }: Pick<NetworkReply, "edges">) {
  return (
    <table>
      <thead>
        <tr>
          <th>Tag</th>
          <th>stands with</th>
          <th className="number">Videos</th>
          <th className="number">Beyond chance (0 to 1)</th>
        </tr>
      </thead>
      <tbody>
        {edges.map(({ from, to, videos, npmi }) => (
          <tr key={`${from}\n${to}`}>
            <td className="title">
              <TagLink tag={from} />
            </td>
            <td className="title">
              <TagLink tag={to} />
            </td>
            <td className="number">{asCount(videos)}</td>
            <td className="number">{asPlain(npmi)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
