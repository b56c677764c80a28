/** What every page runs. Server pages are complete without it; it adds comfort. */
import "bootstrap/js/dist/alert";
import "bootstrap/js/dist/collapse";
import "bootstrap/js/dist/dropdown";
import "bootstrap/js/dist/modal";
import "bootstrap/js/dist/offcanvas";
import "bootstrap/js/dist/tab";
import "./styles/site.scss";
import { startHtmx } from "./htmx";
import { startShortcuts } from "./shortcuts";
import { startSubmits } from "./submits";
import { startTheme } from "./theme";
import { startToasts } from "./toasts";
import { startUnsaved } from "./unsaved";
import { startWorklist } from "./worklist";
import { startZone } from "./zone";

startTheme();
startHtmx();
startToasts();
startSubmits();
startUnsaved();
startShortcuts();
startZone();
startWorklist();
