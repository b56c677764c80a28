/** What every part of the builder shares: the state, what the server says of it, and how to change it. */
import { createContext, useContext } from "react";
import type { LoadFields } from "../../shared/formula/resources";
import type { Catalogue } from "../../shared/formula/types";
import type { Drawing, Problem } from "../drawing";
import type { Layout } from "../layout";
import type { Command } from "../model/commands";
import type { State } from "../model/history";
import type { Way } from "../model/ways";
import type { Connection, Offered } from "./server";

export interface Language {
  readonly catalogue: Catalogue;
  readonly loadFields: LoadFields;
}

export interface Builder {
  readonly state: State;
  readonly drawing: Drawing;
  readonly layout: Layout;
  readonly problems: Problem[];
  readonly offered: Offered;
  readonly server: Connection;
  /** The language of conditions and formulas; null while it is loaded. */
  readonly language: Language | null;
  /** Changes the definition; `words` name it in the undo list, `burst` joins typing into one field. */
  run: (command: Command, words: string, burst?: string) => void;
  undo: () => void;
  redo: () => void;
  backTo: (index: number) => void;
  select: (names: readonly string[]) => void;
  /** Opens the palette for a connector, by the element that is anchor for it. */
  addAt: (ways: readonly Way[], anchor: HTMLElement) => void;
  /** Removes what is named, after asking where more than that would be lost. */
  remove: (names: readonly string[]) => void;
  announce: (words: string) => void;
}

export const BuilderContext = createContext<Builder | null>(null);

export function useBuilder(): Builder {
  const builder = useContext(BuilderContext);
  if (!builder) throw new Error("outside of the builder");
  return builder;
}
