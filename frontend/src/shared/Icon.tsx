import { createContext, useContext } from "react";

/** Address of the icon sprite; the page knows it, because static files get hashed names. */
export const Sprite = createContext("");

export function Icon({ name }: { name: string }) {
  const sprite = useContext(Sprite);
  return (
    <svg className="sc-icon" aria-hidden="true">
      <use href={`${sprite}#${name}`} />
    </svg>
  );
}
