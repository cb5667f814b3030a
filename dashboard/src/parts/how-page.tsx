import { useText } from "../api/use-answer.ts";
import { formulaText } from "../paths.ts";
import { Heading } from "./heading.tsx";
import { Markdown } from "./markdown.tsx";
import { Answered } from "./notice.tsx";

/** How a number is computed: the page of the documentation, set as it is written. */
export function HowPage({ formula }: { readonly formula: string }) {
  const text = useText(formulaText(formula));
  return (
    <>
      <div className="page-head">
        <Heading title={`How it is computed: ${formula}`} />
        <p className="ways">
          <a href={formulaText(formula)}>Markdown</a>
        </p>
      </div>
      <Answered of={text} lines={20}>
        {(page) => <Markdown text={page} />}
      </Answered>
    </>
  );
}
