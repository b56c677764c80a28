import { useEffect, useState } from "react";
import { type Entry, entryAt, type Resources } from "./resources";

/** What a reference leads to; undefined while that is not known. */
export function useEntry(resources: Resources, path: string): Entry | undefined {
  const [found, setFound] = useState<{ path: string; entry: Entry | undefined }>();
  useEffect(() => {
    let wanted = true;
    const keep = (entry: Entry | undefined) => wanted && setFound({ path, entry });
    entryAt(resources, path ? path.split(".") : []).then(keep, () => keep(undefined));
    return () => { wanted = false; };
  }, [resources, path]);
  return found?.path === path ? found.entry : undefined;
}
