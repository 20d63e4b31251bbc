/* The wallboard: live pieces and running clocks, nothing else. */
import "./countdown.js";
import "./live.js";
