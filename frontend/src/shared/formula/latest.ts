import { Refused } from "../api";

/** Asks the server while somebody types: after a pause, one question at a time, and only the last answer counts. */
export type Asked<T> =
  | { state: "idle" }
  | { state: "busy"; answer?: T }
  | { state: "done"; answer: T }
  | { state: "offline"; answer?: T }
  | { state: "failed"; message: string; answer?: T };

const RETRY = 5000;

export class Latest<Q, T> {
  private ticket = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: AbortController | undefined;
  private answer: T | undefined;

  constructor(
    private readonly ask: (question: Q, signal: AbortSignal) => Promise<T>,
    private readonly tell: (asked: Asked<T>) => void,
    private readonly pause = 250,
  ) {}

  /** Ask this once nothing else was asked for a moment; what was asked before is forgotten. */
  put(question: Q, pause = this.pause): void {
    this.stop();
    const mine = ++this.ticket;
    this.tell({ state: "busy", ...this.kept() });
    this.timer = setTimeout(() => void this.send(question, mine), pause);
  }

  /** Forget the question and its answer. */
  clear(): void {
    this.stop();
    this.ticket += 1;
    this.answer = undefined;
    this.tell({ state: "idle" });
  }

  stop(): void {
    clearTimeout(this.timer);
    this.running?.abort();
  }

  private async send(question: Q, mine: number): Promise<void> {
    this.running = new AbortController();
    try {
      const answer = await this.ask(question, this.running.signal);
      if (mine !== this.ticket) return;
      this.answer = answer;
      this.tell({ state: "done", answer });
    } catch (error) {
      if (mine !== this.ticket) return;
      this.failed(error, question, mine);
    }
  }

  private failed(error: unknown, question: Q, mine: number): void {
    if (error instanceof Refused) {
      this.tell({ state: "failed", message: error.message, ...this.kept() });
      return;
    }
    this.tell({ state: "offline", ...this.kept() });
    this.timer = setTimeout(() => void this.send(question, mine), RETRY);
  }

  private kept(): { answer?: T } {
    return this.answer === undefined ? {} : { answer: this.answer };
  }
}
