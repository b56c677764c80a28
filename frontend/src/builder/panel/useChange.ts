import { t } from "../../shared/messages";
import type { Problem } from "../drawing";
import { useBuilder } from "../editor/builder";
import type { Part } from "../model/commands";

/** `change("label", value)`: one field of a part; typing into the same field is one entry of the undo list. */
export function useChange(part: Part, label: string) {
  const { run } = useBuilder();
  const name = part.of === "named" ? part.name : part.of;
  return (key: string, value: unknown) =>
    run({ do: "change", part, key, value }, t("builder.did.change", { label }), `${name} ${key}`);
}

/** The problems whose path is that of a part, or begins with it and goes on with `below`. */
export function useProblems(path: string, below = ""): Problem[] {
  const { problems } = useBuilder();
  const whole = below ? `${path}/${below}` : path;
  return problems.filter((problem) => problem.path === whole || (below !== "" && problem.path.startsWith(`${whole}/`)));
}
