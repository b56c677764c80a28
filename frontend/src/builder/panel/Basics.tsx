import { useState } from "react";
import { t } from "../../shared/messages";
import { useBuilder } from "../editor/builder";
import { Icon } from "../../shared/Icon";
import { namesIn } from "../model/document";
import { apiName, freeName } from "../model/names";
import { mentionsOf } from "../model/references";
import { Section, Text } from "./fields";
import { useChange, useProblems } from "./useChange";

const FREE = /^[A-Za-z](?:_?[A-Za-z0-9])*$/;

/** Label, API name and description: what everything that has a name begins with. */
export function Basics({ name, label, kind, path, description }: { name: string; label: string; kind: string; path: string; description?: string | undefined }) {
  const change = useChange({ of: "named", name }, label || name);
  const { remove } = useBuilder();
  const problems = useProblems(path);
  return (
    <Section title={kind}>
      <Text label={t("builder.label")} value={label} onChange={(value) => change("label", value)} problems={problems} />
      <ApiName name={name} label={label} />
      {description !== undefined && <Text label={t("builder.description")} rows={2} value={description} onChange={(value) => change("description", value)} />}
      <button type="button" className="btn btn-sm btn-outline-danger" onClick={() => remove([name])}>
        <Icon name="trash" /> {t("builder.remove")}
      </button>
    </Section>
  );
}

/** Changed as a whole, when it is left: everything that mentions the name follows. */
function ApiName({ name, label }: { name: string; label: string }) {
  const { state, run } = useBuilder();
  const [typed, setTyped] = useState(name);
  const others = namesIn(state.definition).filter((one) => one !== name).map((one) => one.toLowerCase());
  const wrong = !FREE.test(typed) ? t("builder.name_shape") : others.includes(typed.toLowerCase()) ? t("builder.name_taken") : "";
  const used = mentionsOf(state.definition, name);
  const rename = (to: string) => {
    setTyped(to);
    if (to !== name) run({ do: "rename", from: name, to }, t("builder.did.rename", { from: name, to }));
  };
  const suggested = freeName(apiName(label), others);
  return (
    <div onBlur={() => (wrong ? setTyped(name) : rename(typed))}>
      <Text
        label={t("builder.api_name")}
        value={typed}
        onChange={setTyped}
        help={used ? t("builder.name_used", { count: used }) : t("builder.name_help")}
        problems={wrong ? [{ severity: "error", path: "", message: wrong }] : []}
      />
      {suggested !== name && (
        <button type="button" className="btn btn-sm btn-link p-0 mb-2" onClick={() => rename(suggested)}>
          {t("builder.name_from_label", { name: suggested })}
        </button>
      )}
    </div>
  );
}
