import { useEffect, useRef, useState } from "react";
import type { Drawing, Problem } from "../drawing";
import type { Definition } from "../model/document";
import type { Connection } from "./server";

const WAIT = 200; // ms after the last change

/** The server's words and problems of the definition; answers that were overtaken are dropped. */
export function useSaid(definition: Definition, server: Connection, begun: { drawing: Drawing; problems: Problem[] }) {
  const [said, setSaid] = useState(begun);
  const asked = useRef(definition);
  const number = useRef(0);
  useEffect(() => {
    if (asked.current === definition) return;
    const timer = window.setTimeout(() => {
      asked.current = definition;
      const mine = (number.current += 1);
      server.draw(definition).then(
        (answer) => mine === number.current && setSaid(answer),
        () => undefined, // the saving state says that the server is away
      );
    }, WAIT);
    return () => window.clearTimeout(timer);
  }, [definition, server]);
  return said;
}
