import type { Keys, Projects } from "#api/operations/keys-contract.ts";
import { Permitted } from "../access/permitted.tsx";
import { useAnswer } from "../api/use-answer.ts";
import { useNow } from "../clock.ts";
import { Answered, Notice } from "../parts/notice.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { Ago } from "../parts/time-text.tsx";
import { questions, tableOf } from "../paths.ts";
import { AddKey } from "./add-key.tsx";
import { ProjectPanel } from "./project-panel.tsx";

/** What may be spent, and by whose keys. */
export function ProjectsPage() {
  return (
    <>
      <PageHead
        title="Projects and keys"
        api={questions.projects}
        csv={tableOf(questions.quota)}
        csvOf="quota days"
        how={[["quota", "what may be spent"]]}
      />
      <Permitted
        scope="admin"
        why="Keys spend what Google grants you, so that only an administrator sees and changes them."
      >
        <Content />
      </Permitted>
    </>
  );
}

function Content() {
  const projects = useAnswer<Projects>(questions.projects);
  const keys = useAnswer<Keys>(questions.keys);
  return (
    <Answered of={projects} lines={12}>
      {(of) => (
        <>
          {of.items.length === 0 ? (
            <Notice>
              There is no key yet, so nothing can be asked of YouTube. In Google’s Cloud console make a project, enable
              “YouTube Data API v3” in it, and create an API key under Credentials: a few minutes, and free.
            </Notice>
          ) : (
            <Reset />
          )}
          <div className="panels">
            {of.items.map((project) => (
              <ProjectPanel
                key={project.id}
                project={project}
                keys={keys.data?.items.filter((key) => key.project === project.id) ?? null}
              />
            ))}
            <AddKey projects={of.items.map(({ id }) => id)} />
          </div>
        </>
      )}
    </Answered>
  );
}

function Reset() {
  const quota = useAnswer<{ readonly resetsAt: string }>(questions.quota);
  const now = useNow();
  return (
    <p className="small">
      Quota is a project’s, not a key’s: two keys of one project draw on the same.{" "}
      {quota.data ? (
        <>
          It begins anew <Ago at={quota.data.resetsAt} now={now} />, at midnight in Los Angeles.
        </>
      ) : null}
    </p>
  );
}
