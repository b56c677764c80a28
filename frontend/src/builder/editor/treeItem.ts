import { useBuilder } from "./builder";

/** What makes something an item of the tree: one of all items can be tabbed to, the one selected last. */
export function useTreeItem(name: string, level: number) {
  const { state, select } = useBuilder();
  const isSelected = state.selected.includes(name);
  const leads = state.selected.length ? state.selected.at(-1) === name : name === "";
  const onClick = (event: React.MouseEvent) => {
    event.stopPropagation();
    const more = event.metaKey || event.ctrlKey || event.shiftKey;
    const others = state.selected.filter((one) => one !== name);
    select(more ? (isSelected ? others : [...others, name]) : [name]);
  };
  const item = {
    role: "treeitem",
    "data-item": name,
    "aria-level": level,
    "aria-selected": isSelected,
    tabIndex: leads ? 0 : -1,
    onFocus: () => {
      if (!isSelected) select([name]);
    },
  };
  return { isSelected, props: { ...item, onClick } };
}
