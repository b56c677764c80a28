import { useRef } from "react";
import { t } from "../../shared/messages";
import { useBuilder } from "./builder";

/** Throws one's own draft away, after asking, and begins again from the latest version. */
export function DiscardButton({ version, forget }: { version: number; forget: () => void }) {
  const { server } = useBuilder();
  const dialog = useRef<HTMLDialogElement>(null);
  const discard = () =>
    void server.discard().then(() => {
      forget();
      window.location.reload();
    });
  return (
    <>
      <button type="button" className="btn btn-sm btn-link" onClick={() => dialog.current?.showModal()}>
        {t("builder.discard")}
      </button>
      <dialog className="scb-dialog" ref={dialog} aria-labelledby="scb-discard">
        <h2 id="scb-discard">{t("builder.discard")}</h2>
        <p>{t("builder.discard.what", { number: version })}</p>
        <div className="d-flex gap-2">
          <button type="button" className="btn btn-danger" onClick={discard}>
            {t("builder.discard")}
          </button>
          <button type="button" className="btn btn-outline-secondary" onClick={() => dialog.current?.close()}>
            {t("builder.cancel")}
          </button>
        </div>
      </dialog>
    </>
  );
}
