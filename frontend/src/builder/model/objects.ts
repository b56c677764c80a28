/** A copy of an object without some of its keys. */
export function without<T extends object>(holder: T, ...keys: string[]): T {
  return Object.fromEntries(Object.entries(holder).filter(([key]) => !keys.includes(key))) as T;
}
