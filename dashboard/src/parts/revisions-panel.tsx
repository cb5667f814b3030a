import { Panel } from "./panel.tsx";
import { Scroll } from "./scroll.tsx";
import { TimeText } from "./time-text.tsx";

interface Revision {
  readonly seenAt: string;
  readonly before: Readonly<Record<string, unknown>>;
}

/** What texts said before they were changed. */
export function RevisionsPanel({ revisions }: { readonly revisions: readonly Revision[] }) {
  return (
    <Panel title="Revisions">
      {revisions.length === 0 ? (
        <p className="quiet">Its texts have not changed since it was described first.</p>
      ) : (
        <Scroll label="Revisions">
          <table>
            <thead>
              <tr>
                <th>Seen</th>
                <th>What</th>
                <th>Before</th>
              </tr>
            </thead>
            <tbody>
              {revisions.flatMap(({ seenAt, before }) =>
                Object.entries(before).map(([field, text]) => (
                  <tr key={`${seenAt} ${field}`}>
                    <td>
                      <TimeText at={seenAt} />
                    </td>
                    <td className="wrap">
                      <bdi>{field}</bdi>
                    </td>
                    <td className="wrap">
                      <bdi>{text === null ? "nothing" : typeof text === "string" ? text : JSON.stringify(text)}</bdi>
                    </td>
                  </tr>
                )),
              )}
            </tbody>
          </table>
        </Scroll>
      )}
    </Panel>
  );
}
