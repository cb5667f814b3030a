import { NativeSelect, TextInput } from "@mantine/core";
import { Link, useSearchParams } from "wouter";
import type { Dictionary } from "#api/documents/dictionary-contract.ts";
import { useAnswer } from "../api/use-answer.ts";
import { asCount } from "../format/numbers.ts";
import { Answered, Notice } from "../parts/notice.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { pages, questions, tableOf } from "../paths.ts";
import { withParam } from "../reader.tsx";
import { fieldsSaying, formulaName } from "./fields-saying.ts";

/** Every field that is answered and exported, and what it means. */
export function DictionaryPage() {
  const dictionary = useAnswer<Dictionary>(questions.dictionary);
  return (
    <>
      <PageHead
        title="Data dictionary"
        api={questions.dictionary}
        csv={tableOf(questions.dictionary)}
        how={[["values", "any of them"]]}
      />
      <Answered of={dictionary} lines={24}>
        {({ items }) => <Fields items={items} />}
      </Answered>
    </>
  );
}

function Fields({ items }: Dictionary) {
  const [params, setSearch] = useSearchParams();
  const [entity, words] = [params.get("entity") ?? "", params.get("q") ?? ""];
  const entities = [...new Set(items.map((field) => field.entity))];
  const shown = fieldsSaying(items, entity, words);
  const set = (name: string, value: string) => setSearch(withParam(params, name, value), { replace: true });
  return (
    <>
      <search className="filters" aria-label="Which fields">
        <NativeSelect
          label="Of"
          size="xs"
          value={entity}
          data={[{ value: "", label: "everything" }, ...entities]}
          onChange={(event) => set("entity", event.currentTarget.value)}
        />
        <TextInput
          label="Words"
          type="search"
          size="xs"
          w={220}
          value={words}
          onChange={(event) => set("q", event.currentTarget.value)}
        />
        <p className="small" role="status">
          {asCount(shown.length)} of {asCount(items.length)} fields
        </p>
      </search>
      {shown.length === 0 ? (
        <Notice>No field of these says that.</Notice>
      ) : (
        <div className="scroll">
          <table>
            <thead>
              <tr>
                <th>Of</th>
                <th>Field</th>
                <th>Kind</th>
                <th>Unit</th>
                <th>Meaning</th>
                <th>When it is null</th>
                <th>Computed</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((field) => (
                <tr key={`${field.entity} ${field.field}`}>
                  <td>{field.entity}</td>
                  <td>
                    <code>{field.field}</code>
                  </td>
                  <td>{field.type}</td>
                  <td>{field.unit ?? ""}</td>
                  <td className="wrap">
                    <WithCode text={field.meaning} />
                  </td>
                  <td className="wrap">
                    {field.nullWhen === null ? (
                      <span className="quiet">never</span>
                    ) : (
                      <WithCode text={field.nullWhen} />
                    )}
                  </td>
                  <td>
                    {field.formula === null ? (
                      <span className="quiet">as it was said</span>
                    ) : (
                      <Link href={pages.how(formulaName(field.formula))}>{formulaName(field.formula)}</Link>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

/** A sentence with the values of a choice set apart. */
const WithCode = ({ text }: { readonly text: string }) =>
  // What stands between backticks is every second part, and never moves.
  text.split("`").map((part, place) => (place % 2 === 1 ? <code key={place}>{part}</code> : part));
