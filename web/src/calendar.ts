// The calendar: what its pages do without leaving them. A script of its own, so that no patient's page carries it.
import { arrive } from "./calendar/arrive";
import { ask } from "./calendar/ask";
import { drag } from "./calendar/drag";
import { keys } from "./calendar/keys";
import { now } from "./calendar/now";

arrive();
ask();
drag();
keys();
now();
