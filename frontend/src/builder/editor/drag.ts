/** What is being dragged: the name of an element or step. Browsers hide a drag's data until it is dropped. */
let name = "";

export const dragged = (): string => name;
export const beginDrag = (one: string): void => {
  name = one;
};
export const endDrag = (): void => {
  name = "";
};
