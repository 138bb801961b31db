// Every page works without this file; it makes them quicker. Loaded as a module, so it runs once the page is read.
import { copy } from "./copy";
import { dialog } from "./dialog";
import { find } from "./find";
import { form } from "./form";
import { live } from "./live";
import { nearest } from "./nearest";
import { zone } from "./zone";

form();
zone();
copy();
dialog();
find();
live();
nearest();
