/* Everything a page needs, in the order it is needed. */
import "./morph.js";
import "./forms.js";
import "./countdown.js";
import "./dialog.js";
import "./shortcuts.js";
import "./personal.js";
import "./drafts.js";
import "./live.js";
import "./strategy-cells.js";
