/** The zone in which this person is shown times: the page says it; else the browser's own. */
export function personZone(): string | undefined {
  return (typeof document === "undefined" ? undefined : document.documentElement.dataset.zone) || undefined;
}

/** "2026-01-31T09:30" on the clocks of a zone, of a moment. */
export function clockText(moment: Date, zone = personZone()): string {
  return new Date(moment.getTime() + offset(moment, zone)).toISOString().slice(0, 16);
}

/** The moment when clocks of a zone show this; null where the text is none. */
export function momentOf(text: string, zone = personZone()): Date | null {
  const asIfUtc = new Date(`${text}Z`).getTime();
  if (Number.isNaN(asIfUtc)) return null;
  const near = new Date(asIfUtc - offset(new Date(asIfUtc), zone)); // right, unless clocks change in between
  return new Date(asIfUtc - offset(near, zone));
}

/** Milliseconds that clocks of the zone are ahead of UTC. */
function offset(moment: Date, zone: string | undefined): number {
  const form = new Intl.DateTimeFormat("en-US", { timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" });
  const parts = form.formatToParts(moment);
  const told = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const shown = Date.UTC(told("year"), told("month") - 1, told("day"), told("hour"), told("minute"), told("second"));
  return shown - Math.floor(moment.getTime() / 1000) * 1000;
}
