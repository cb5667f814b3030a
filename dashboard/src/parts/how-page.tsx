import { useText } from "../api/use-answer.ts";
import { formulaText } from "../paths.ts";
import { Markdown } from "./markdown.tsx";
import { Answered } from "./notice.tsx";
import { PageHead } from "./page-head.tsx";

/** How a number is computed: the page of the documentation, set as it is written. */
export function HowPage({ formula }: { readonly formula: string }) {
  const text = useText(formulaText(formula));
  return (
    <>
      <PageHead title={`How it is computed: ${formula}`} api={formulaText(formula)} />
      <Answered of={text} lines={20}>
        {(page) => <Markdown text={page} />}
      </Answered>
    </>
  );
}
